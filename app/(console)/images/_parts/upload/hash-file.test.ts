import { expect, test } from "vitest";
import { blake3Hex } from "../../../../../core/canonical/blake3.ts";
import { hashFile } from "./hash-file.ts";

test("IM42 the browser's hash of a file is the one of the test oracle", async () => {
  const bytes = Uint8Array.from({ length: 300_001 }, (_, index) => index % 251);
  expect(await hashFile(new Blob([bytes]))).toBe(blake3Hex(bytes));
});
