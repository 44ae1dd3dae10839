import { expect, test } from "vitest";
import { blake3Hex } from "./blake3.ts";

test("IM42 the digest of no bytes is the published one", () => {
  expect(blake3Hex(new Uint8Array())).toBe("af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262");
});
