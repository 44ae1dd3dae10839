import { createReadStream } from "node:fs";
import { createBLAKE3 } from "hash-wasm";

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** IM42: BLAKE3 of bytes as they stream by, 64 lower-case hex; nothing is kept. */
export async function blake3Of(chunks: Chunks): Promise<string> {
  const hasher = await createBLAKE3();
  hasher.init();
  for await (const chunk of chunks) hasher.update(chunk);
  return hasher.digest("hex");
}

/** IM42: BLAKE3 of a file, streamed. Throws what reading throws. */
export function blake3OfFile(path: string): Promise<string> {
  return blake3Of(createReadStream(path));
}
