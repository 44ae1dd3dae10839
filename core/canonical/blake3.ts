import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** BLAKE3 of short bytes at once, 64 lower-case hex digits; files are hashed in pieces instead (IM42). */
export function blake3Hex(bytes: Uint8Array): string {
  return bytesToHex(blake3(bytes));
}
