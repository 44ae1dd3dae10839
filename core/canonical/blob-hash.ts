import { z } from "zod";

/** How a blob is named: BLAKE3 of its bytes, 64 lower-case hex digits (JK1, IM43). */
const BlobHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Whether a text has the form of a blob's name; only then may a path be made of it (UB5). */
export function isBlobHash(text: unknown): text is string {
  return BlobHash.safeParse(text).success;
}
