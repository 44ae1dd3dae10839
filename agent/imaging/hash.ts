import { createReadStream } from "node:fs";
import { openBlake3 } from "../../core/canonical/blake3-stream.ts";

/** BLAKE3 of bytes as they stream by, 64 lower-case hex; nothing is kept (IM42). */
export async function blake3Of(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<string> {
  const hasher = await openBlake3();
  for await (const chunk of chunks) hasher.update(chunk);
  return hasher.digestHex();
}

/** BLAKE3 of a file, streamed (IM42). Throws what reading throws. */
export function blake3OfFile(path: string, bufferBytes = 65_536): Promise<string> {
  return blake3Of(createReadStream(path, { highWaterMark: bufferBytes }));
}
