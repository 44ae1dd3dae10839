import type { LlamaModel } from "node-llama-cpp";
import type { TextCut } from "../count-generated.ts";

/** Cuts text as the model's own tokenizer does; what the tokens say is read after other tokens, as in an answer. */
export function createTextCut(model: LlamaModel): (text: string) => Promise<TextCut> {
  const before = model.tokenize("a");
  return async (text) => {
    const tokens = model.tokenize(text, true);
    return {
      tokens: tokens.length,
      says: model.detokenize(tokens, false, before),
      startsWithSpace: model.detokenize(tokens.slice(0, 1), false, before) === " ",
    };
  };
}
