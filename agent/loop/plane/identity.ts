import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../../../core/canonical/sha256.ts";

/** The agent's Ed25519 identity; the private key never leaves its file (ID1). */
export interface Identity {
  /** base64url of the 32 raw bytes. */
  publicKey: string;
  fingerprint: string;
  /** Signs UTF-8 text; base64url. */
  sign(text: string): string;
}

/** SHA-256 of a raw public key, first 20 hex digits in fours (EN2). */
export function keyFingerprint(publicKey: string): string {
  const digits = sha256Hex(Buffer.from(publicKey, "base64url")).slice(0, 20);
  return (digits.match(/.{4}/g) ?? []).join("-");
}

function rawPublicKey(key: KeyObject): string {
  const jwk = createPublicKey(key).export({ format: "jwk" });
  if (jwk.x === undefined) throw new Error("the agent's key is not an Ed25519 key");
  return jwk.x;
}

/** Reads the key of a state folder, making it on first use: a 0600 file in a 0700 folder (ID1). */
export function openIdentity(stateDir: string): Identity {
  const folder = join(stateDir, "identity");
  const path = join(folder, "agent-key.pem");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (!existsSync(path)) {
    const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(`${path}.new`, pem, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  }
  chmodSync(path, 0o600);
  const key = createPrivateKey(readFileSync(path));
  const publicKey = rawPublicKey(key);
  return {
    publicKey,
    fingerprint: keyFingerprint(publicKey),
    sign: (text) => sign(null, Buffer.from(text, "utf8"), key).toString("base64url"),
  };
}
