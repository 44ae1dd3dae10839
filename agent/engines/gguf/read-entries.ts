import { type ByteCursor, UnsoundFile } from "./byte-cursor.ts";
import { GGUF_TYPE } from "./gguf-format.ts";

const LONGEST_KEY = 65_535;
const DEEPEST_ARRAY = 4;
/** Longest text that is kept, such as an architecture's name; longer ones are skipped. */
const KEPT_TEXT = 256;

const SCALAR_BYTES = new Map<number, number>([
  [GGUF_TYPE.uint8, 1],
  [GGUF_TYPE.int8, 1],
  [GGUF_TYPE.uint16, 2],
  [GGUF_TYPE.int16, 2],
  [GGUF_TYPE.uint32, 4],
  [GGUF_TYPE.int32, 4],
  [GGUF_TYPE.float32, 4],
  [GGUF_TYPE.bool, 1],
  [GGUF_TYPE.uint64, 8],
  [GGUF_TYPE.int64, 8],
  [GGUF_TYPE.float64, 8],
]);

/** Short texts and 32-bit counts by key; null for a value of another kind. */
export type HeaderEntries = ReadonlyMap<string, string | number | null>;

/** Walks the key/value part of a GGUF head and keeps what a check needs. Throws `UnsoundFile`. */
export async function readEntries(cursor: ByteCursor, count: number): Promise<HeaderEntries> {
  const entries = new Map<string, string | number | null>();
  for (let index = 0; index < count; index += 1) {
    const key = await readKey(cursor, index);
    if (entries.has(key)) throw new UnsoundFile(`entry ${key} stands there twice`);
    entries.set(key, await readValue(cursor, key));
  }
  return entries;
}

async function readKey(cursor: ByteCursor, index: number): Promise<string> {
  const key = await cursor.text(`the key of entry ${index + 1}`);
  if (key === "" || key.length > LONGEST_KEY) throw new UnsoundFile(`the key of entry ${index + 1} is no key`);
  return key;
}

async function readValue(cursor: ByteCursor, key: string): Promise<string | number | null> {
  const type = await cursor.u32(`the type of ${key}`);
  if (type === GGUF_TYPE.uint32) return cursor.u32(key);
  if (type !== GGUF_TYPE.string) {
    await skipValue(cursor, { key, type, depth: 0 });
    return null;
  }
  const length = await cursor.u64(`the length of ${key}`);
  cursor.skip(length, key);
  if (length > KEPT_TEXT) return null;
  cursor.position -= length + 8;
  return cursor.text(key);
}

interface Skipping {
  readonly key: string;
  readonly type: number;
  readonly depth: number;
}

async function skipValue(cursor: ByteCursor, { key, type, depth }: Skipping): Promise<void> {
  const bytes = SCALAR_BYTES.get(type);
  if (bytes !== undefined) return cursor.skip(bytes, key);
  if (type === GGUF_TYPE.string) return cursor.skip(await cursor.u64(`the length of a text of ${key}`), key);
  if (type !== GGUF_TYPE.array) throw new UnsoundFile(`${key} has the unknown type ${type}`);
  if (depth === DEEPEST_ARRAY) throw new UnsoundFile(`${key} is nested too deep`);
  await skipArray(cursor, key, depth);
}

async function skipArray(cursor: ByteCursor, key: string, depth: number): Promise<void> {
  const type = await cursor.u32(`the type of the list ${key}`);
  const count = await cursor.u64(`the length of the list ${key}`);
  const bytes = SCALAR_BYTES.get(type);
  if (bytes !== undefined) return cursor.skip(count * bytes, `the list ${key}`);
  if (count * 8 > cursor.left) throw new UnsoundFile(`the list ${key} has ${count} values and the file ends before`);
  for (let index = 0; index < count; index += 1) await skipValue(cursor, { key, type, depth: depth + 1 });
}
