import { GGUF_ALIGNMENT, GGUF_MAGIC, GGUF_TYPE, GGUF_VERSION } from "./gguf-format.ts";

type GgufValue =
  | { readonly type: "uint32" | "float32"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "strings"; readonly value: readonly string[] }
  | { readonly type: "int32s" | "float32s"; readonly value: readonly number[] };

export type GgufEntry = readonly [key: string, value: GgufValue];

/** A tensor of F32 values; `rows` counts vectors of `columns` values, one row for a vector. */
export type TensorShape = {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly isVector: boolean;
};

/** Bytes of a tensor in the file, without padding. */
export function tensorBytes(shape: TensorShape): number {
  return shape.columns * shape.rows * Float32Array.BYTES_PER_ELEMENT;
}

/** Bytes after padding to the format's alignment. */
export function paddedBytes(bytes: number): number {
  return Math.ceil(bytes / GGUF_ALIGNMENT) * GGUF_ALIGNMENT;
}

/** Everything before the tensor data, padded; the tensors follow in the given order, each padded. */
export function encodeHeader(entries: readonly GgufEntry[], tensors: readonly TensorShape[]): Buffer {
  const parts: Buffer[] = [
    Buffer.from(GGUF_MAGIC, "latin1"),
    uint32(GGUF_VERSION),
    uint64(tensors.length),
    uint64(entries.length),
  ];
  for (const [key, value] of entries) parts.push(text(key), encodeValue(value));
  let offset = 0;
  for (const tensor of tensors) {
    const dimensions = tensor.isVector ? [tensor.columns] : [tensor.columns, tensor.rows];
    parts.push(text(tensor.name), uint32(dimensions.length), ...dimensions.map(uint64), uint32(0), uint64(offset));
    offset += paddedBytes(tensorBytes(tensor));
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([header, Buffer.alloc(paddedBytes(header.length) - header.length)]);
}

function encodeValue(entry: GgufValue): Buffer {
  switch (entry.type) {
    case "uint32":
      return Buffer.concat([uint32(GGUF_TYPE.uint32), uint32(entry.value)]);
    case "float32":
      return Buffer.concat([uint32(GGUF_TYPE.float32), float32(entry.value)]);
    case "bool":
      return Buffer.concat([uint32(GGUF_TYPE.bool), Buffer.from([entry.value ? 1 : 0])]);
    case "string":
      return Buffer.concat([uint32(GGUF_TYPE.string), text(entry.value)]);
    case "strings":
      return array(GGUF_TYPE.string, entry.value.map(text));
    case "int32s":
      return array(GGUF_TYPE.int32, entry.value.map(int32));
    case "float32s":
      return array(GGUF_TYPE.float32, entry.value.map(float32));
  }
}

function array(elementType: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(GGUF_TYPE.array), uint32(elementType), uint64(items.length), ...items]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}
