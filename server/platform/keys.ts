import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Randomness, ServerKeys } from "./app.ts";
import { writePrivateFile } from "./private-file.ts";
import { StartError } from "./process/start-error.ts";

const PublicJwk = z.object({ x: z.string().length(43) });
const COOKIE_SECRET_BYTES = 32;

/** SL5: reads the keys kept outside the database, making them on first start; StartError when one cannot be used. */
export function loadKeys(dataDir: string, random: Randomness): { keys: ServerKeys; cookieSecret: string } {
  const dir = path.join(dataDir, "keys");
  try {
    return readKeys(dir, random);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(
      `the keys in ${dir} cannot be used: ${reason}`,
      `Put the folder ${dir} back from a backup; when there is none, move the damaged file away and a new one is made.`,
      cause,
    );
  }
}

function readKeys(dir: string, random: Randomness): { keys: ServerKeys; cookieSecret: string } {
  const cookieSecret = readOrMake(path.join(dir, "cookie-secret"), () =>
    Buffer.from(random.bytes(COOKIE_SECRET_BYTES)).toString("base64url"),
  ).trim();
  if (cookieSecret.length < 43) throw new Error("cookie-secret is damaged");
  const pem = readOrMake(path.join(dir, "job-signing-key.pem"), () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  return { keys: describe(readPrivateKey(pem)), cookieSecret };
}

function readPrivateKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new Error("job-signing-key.pem is damaged", { cause });
  }
}

function readOrMake(file: string, make: () => string): string {
  if (!existsSync(file)) writePrivateFile(file, make());
  chmodSync(file, 0o600);
  return readFileSync(file, "utf8");
}

function describe(jobPrivateKey: KeyObject): ServerKeys {
  const { x } = PublicJwk.parse(createPublicKey(jobPrivateKey).export({ format: "jwk" }));
  const digest = createHash("sha256").update(Buffer.from(x, "base64url")).digest("hex");
  const jobKeyId = digest.slice(0, 16);
  return {
    jobKeyId,
    jobPrivateKey,
    jobPublicKeys: [{ kty: "OKP", crv: "Ed25519", x, kid: jobKeyId }],
    fingerprint: (digest.slice(0, 20).match(/.{4}/g) ?? []).join("-"),
  };
}
