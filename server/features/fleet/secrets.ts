import { sha256Hex } from "../../../core/canonical/sha256.ts";
import type { Randomness } from "../../platform/app.ts";

const SECRET_BYTES = 32;

/** A secret of 256 bits as 43 characters of base64url. */
export function newSecret(random: Randomness): string {
  return Buffer.from(random.bytes(SECRET_BYTES)).toString("base64url");
}

/** What is stored of a secret: its SHA-256, so that a dump opens nothing. */
export function hashSecret(secret: string): string {
  return sha256Hex(secret);
}

/** EN2: SHA-256 of a key's raw bytes, first 20 hex digits in fours. */
export function keyFingerprint(publicKeyBase64url: string): string {
  const hex = sha256Hex(new Uint8Array(Buffer.from(publicKeyBase64url, "base64url"))).slice(0, 20);
  return (hex.match(/.{4}/g) ?? []).join("-");
}
