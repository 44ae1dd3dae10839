import { openBlake3 } from "../../../../../core/canonical/blake3-stream.ts";

/** BLAKE3 of a file as 64 hex digits, read in pieces (IM42). */
export async function hashFile(file: Blob): Promise<string> {
  const hasher = await openBlake3();
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) hasher.update(piece.value);
  return hasher.digestHex();
}
