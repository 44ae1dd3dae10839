import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { expect, test } from "vitest";
import { blake3OfFile } from "./hash.ts";

test("TC9 IM42 a file larger than the buffer hashes alike in chunks of 1, 64, 1,024 and 65,536 bytes and in one piece", async () => {
  const bytes = Uint8Array.from({ length: 70_001 }, (_, index) => (index * 31) % 251);
  const path = join(mkdtempSync(join(tmpdir(), "espalier-hash-")), "bytes");
  writeFileSync(path, bytes);
  const whole = bytesToHex(blake3(bytes));
  for (const bufferBytes of [1, 64, 1024, 65_536]) expect(await blake3OfFile(path, bufferBytes)).toBe(whole);
});
