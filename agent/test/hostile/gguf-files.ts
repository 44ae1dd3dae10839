import { encodeHeader, type GgufEntry, type TensorShape } from "../../engines/gguf/encode-header.ts";
import { GGUF_TYPE } from "../../engines/gguf/gguf-format.ts";

/** Bytes in place of a GGUF model, and words of the refusal. */
export interface HostileModel {
  readonly name: string;
  /** What to make of a sound model file. */
  readonly bytes: (sound: Buffer) => Buffer;
  readonly says: string;
}

const VERSION_AT = 4;
const TENSORS_AT = 8;
const ENTRIES_AT = 16;
const FIRST_KEY_AT = 24;
const HUGE = 0xffff_ffff_ffffn;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u64 = (value: bigint | number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};
const text = (value: string): Buffer => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
const head = (tensors: bigint | number, entries: bigint | number, version = 3): Buffer =>
  Buffer.concat([Buffer.from("GGUF"), u32(version), u64(tensors), u64(entries)]);

/** A copy with other bytes at an offset. */
const patched =
  (offset: number, change: Buffer) =>
  (sound: Buffer): Buffer => {
    const bytes = Buffer.from(sound);
    change.copy(bytes, offset);
    return bytes;
  };

/** A copy with other bytes at `shift` behind the first occurrence of a key or tensor name. */
const after =
  (name: string, shift: number, change: Buffer) =>
  (sound: Buffer): Buffer => {
    const at = sound.indexOf(text(name));
    if (at < 0) throw new Error(`no ${name} in the sound file`);
    return patched(at + text(name).length + shift, change)(sound);
  };

const cut =
  (share: number) =>
  (sound: Buffer): Buffer =>
    sound.subarray(0, Math.floor(sound.length * share));

/** A value header of an array, nested `depth` times. */
const nestedArrays = (depth: number): Buffer =>
  Buffer.concat([
    head(0, 1),
    text("deep"),
    u32(GGUF_TYPE.array),
    ...Array.from({ length: depth }, () => Buffer.concat([u32(GGUF_TYPE.array), u64(1)])),
    u32(GGUF_TYPE.uint8),
    u64(1),
    Buffer.from([1]),
  ]);

const LLAMA: readonly GgufEntry[] = [["general.architecture", { type: "string", value: "llama" }]];
const built =
  (entries: readonly GgufEntry[], tensors: readonly TensorShape[] = [], data = 0) =>
  (): Buffer =>
    Buffer.concat([encodeHeader(entries, tensors), Buffer.alloc(data)]);

const model = (name: string, bytes: HostileModel["bytes"], says = ""): HostileModel => ({ name, bytes, says });

export const HOSTILE_MODELS: readonly HostileModel[] = [
  model("an empty file", () => Buffer.alloc(0), "its magic needs 4 bytes and 0 are left"),
  model("the magic alone", () => Buffer.from("GGUF"), "its version needs 4 bytes"),
  model("a head that ends in its counts", () => head(1, 1).subarray(0, 20), "its entry count needs 8 bytes"),
  model("another magic", patched(0, Buffer.from("GGML")), "does not begin with GGUF"),
  model("a magic turned round", patched(0, Buffer.from("FUGG")), "does not begin with GGUF"),
  model("a web page", () => Buffer.from("<!doctype html><title>404</title>".repeat(100)), "does not begin with GGUF"),
  model(
    "an archive",
    () => Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(4096)]),
    "does not begin with GGUF",
  ),
  model(
    "a pointer of the large-file store",
    () => Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"),
    "does not begin with GGUF",
  ),
  model("a megabyte of zeros", () => Buffer.alloc(1_048_576), "does not begin with GGUF"),
  model("version 0", patched(VERSION_AT, u32(0)), "its version is 0"),
  model("version 1", patched(VERSION_AT, u32(1)), "its version is 1"),
  model("version 4", patched(VERSION_AT, u32(4)), "its version is 4"),
  model("a version of the other byte order", patched(VERSION_AT, Buffer.from([0, 0, 0, 3])), "its version is 50331648"),
  model("more tensors than memory", patched(TENSORS_AT, u64(HUGE)), "no room for 281474976710655 tensors"),
  model(
    "more tensors than 64 bits hold",
    patched(TENSORS_AT, u64(0xffff_ffff_ffff_ffffn)),
    "its tensor count is 18446744073709551615",
  ),
  model("one tensor too many", (sound) => patched(TENSORS_AT, u64(sound.readBigUInt64LE(TENSORS_AT) + 1n))(sound)),
  model("zero tensors", patched(TENSORS_AT, u64(0)), "holds no tensors"),
  model("more entries than memory", patched(ENTRIES_AT, u64(HUGE)), "no room for 281474976710655 entries"),
  model("zero entries", patched(ENTRIES_AT, u64(0))),
  model("one entry too many", (sound) => patched(ENTRIES_AT, u64(sound.readBigUInt64LE(ENTRIES_AT) + 1n))(sound)),
  model(
    "a key longer than the file",
    patched(FIRST_KEY_AT, u64(HUGE)),
    "the key of entry 1 needs 281474976710655 bytes",
  ),
  model("a key of no letters", patched(FIRST_KEY_AT, u64(0)), "the key of entry 1 is no key"),
  model(
    "a text longer than the file",
    after("general.architecture", 4, u64(HUGE)),
    "general.architecture needs 281474976710655 bytes",
  ),
  model(
    "a type nobody knows",
    after("general.architecture", 0, u32(99)),
    "general.architecture has the unknown type 99",
  ),
  model("an architecture that is a number", after("general.architecture", 0, u32(GGUF_TYPE.uint64))),
  model(
    "an architecture nobody knows",
    after("general.architecture", 12, Buffer.from("xxxxx")),
    "Failed to load model",
  ),
  model(
    "a list longer than the file",
    after("tokenizer.ggml.tokens", 8, u64(HUGE)),
    "the list tokenizer.ggml.tokens has 281474976710655 values",
  ),
  model(
    "a list of a type nobody knows",
    after("tokenizer.ggml.tokens", 4, u32(77)),
    "tokenizer.ggml.tokens has the unknown type 77",
  ),
  model("a list of lists without end", () => nestedArrays(200_000), "deep is nested too deep"),
  model("a thousand lists in each other", () => nestedArrays(1000), "deep is nested too deep"),
  model("no architecture", built([["general.name", { type: "string", value: "x" }]]), "names no architecture"),
  model("an architecture and nothing else", built(LLAMA), "holds no tensors"),
  model("the architecture twice", built([...LLAMA, ...LLAMA]), "entry general.architecture stands there twice"),
  model(
    "a tensor without data",
    built(LLAMA, [{ name: "a", columns: 1024, rows: 1024, isVector: false }]),
    "behind the end of the file",
  ),
  model(
    "one tensor twice",
    built(
      LLAMA,
      [
        { name: "a", columns: 8, rows: 1, isVector: true },
        { name: "a", columns: 8, rows: 1, isVector: true },
      ],
      64,
    ),
    "tensor a stands there twice",
  ),
  model("a tensor of five dimensions", after("token_embd.weight", 0, u32(5)), "token_embd.weight has 5 dimensions"),
  model(
    "a tensor of four milliard dimensions",
    after("token_embd.weight", 0, u32(0xffff_ffff)),
    "has 4294967295 dimensions",
  ),
  model("a tensor of no columns", after("token_embd.weight", 4, u64(0)), "has the shape 0"),
  model("a tensor wider than memory", after("token_embd.weight", 4, u64(HUGE)), "has the shape"),
  model(
    "a tensor of negative width",
    after("token_embd.weight", 4, u64(0xffff_ffff_ffff_ff80n)),
    "a dimension of token_embd.weight is 18446744073709551488",
  ),
  model("a tensor of a type nobody knows", after("token_embd.weight", 20, u32(999)), "has the unknown type 999"),
  model("a tensor behind the end of the file", after("output.weight", 24, u64(0xffff_ffff_ffe0)), "output.weight ends"),
  model("a tensor over another", after("output.weight", 24, u64(0)), "lies over the tensor before it"),
  model("a tensor off the alignment", after("output.weight", 24, u64(1)), "output.weight begins off the alignment"),
  model("context length 0", after("llama.context_length", 4, u32(0)), "llama.context_length is 0"),
  model("no attention heads", after("llama.attention.head_count", 4, u32(0)), "llama.attention.head_count is 0"),
  model("more layers than tensors", after("llama.block_count", 4, u32(400)), "it has 400 layers"),
  model("a milliard layers", after("llama.block_count", 4, u32(1_000_000_000)), "it has 1000000000 layers"),
  model("an embedding of another width", after("llama.embedding_length", 4, u32(64))),
  model("cut in its head", cut(0.0005)),
  model("cut in its tensor list", (sound) => sound.subarray(0, sound.indexOf("output.weight") + 20)),
  model("cut in its data", cut(0.5), "behind the end of the file"),
  model("cut by its last byte", (sound) => sound.subarray(0, sound.length - 4), "behind the end of the file"),
];
