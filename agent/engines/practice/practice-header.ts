import { encodeHeader, type GgufEntry } from "../gguf/encode-header.ts";
import { type PracticeShape, practiceTensors } from "./practice-tensors.ts";
import type { Vocabulary } from "./practice-vocabulary.ts";

/** The head of a practice file: key/values and tensor list. */
export function practiceHeader(model: PracticeShape, vocabulary: Vocabulary): Buffer {
  return encodeHeader([...modelEntries(model), ...tokenizerEntries(vocabulary)], practiceTensors(model));
}

function modelEntries(model: PracticeShape): GgufEntry[] {
  return [
    ["general.architecture", { type: "string", value: "llama" }],
    ["general.name", { type: "string", value: `espalier ${model.id}` }],
    ["general.file_type", { type: "uint32", value: 0 }],
    ["llama.context_length", { type: "uint32", value: model.contextLength }],
    ["llama.embedding_length", { type: "uint32", value: model.width }],
    ["llama.block_count", { type: "uint32", value: model.layers }],
    ["llama.feed_forward_length", { type: "uint32", value: model.feedForward }],
    ["llama.attention.head_count", { type: "uint32", value: model.heads }],
    ["llama.attention.head_count_kv", { type: "uint32", value: model.kvHeads }],
    ["llama.attention.layer_norm_rms_epsilon", { type: "float32", value: 1e-5 }],
    ["llama.rope.dimension_count", { type: "uint32", value: model.headDim }],
    ["llama.vocab_size", { type: "uint32", value: model.vocabulary }],
  ];
}

function tokenizerEntries(vocabulary: Vocabulary): GgufEntry[] {
  return [
    ["tokenizer.ggml.model", { type: "string", value: "llama" }],
    ["tokenizer.ggml.tokens", { type: "strings", value: vocabulary.texts }],
    ["tokenizer.ggml.scores", { type: "float32s", value: vocabulary.scores }],
    ["tokenizer.ggml.token_type", { type: "int32s", value: vocabulary.types }],
    ["tokenizer.ggml.unknown_token_id", { type: "uint32", value: 0 }],
    ["tokenizer.ggml.bos_token_id", { type: "uint32", value: 1 }],
    ["tokenizer.ggml.eos_token_id", { type: "uint32", value: 2 }],
    ["tokenizer.ggml.add_bos_token", { type: "bool", value: true }],
  ];
}
