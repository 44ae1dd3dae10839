import { expect, test } from "vitest";
import { z } from "zod";
import { requestKey } from "./request-key.ts";

test("H-34 the key of a form is a version 4 UUID of the given bytes", () => {
  expect(requestKey(new Uint8Array(16))).toBe("00000000-0000-4000-8000-000000000000");
  expect(requestKey(new Uint8Array(16).fill(255))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(z.uuid().safeParse(requestKey(Uint8Array.from({ length: 16 }, (_, index) => index * 13))).success).toBe(true);
});
