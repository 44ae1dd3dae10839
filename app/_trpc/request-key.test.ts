import { expect, test } from "vitest";
import { z } from "zod";
import { requestKey, requestKeys } from "./request-key.ts";

test("H-34 the key of a form is a version 4 UUID of the given bytes", () => {
  expect(requestKey(new Uint8Array(16))).toBe("00000000-0000-4000-8000-000000000000");
  expect(requestKey(new Uint8Array(16).fill(255))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  expect(z.uuid().safeParse(requestKey(Uint8Array.from({ length: 16 }, (_, index) => index * 13))).success).toBe(true);
});

test("H-34 a request keeps its key while its answer is missing; another request, or the same after its answer, gets a new one", () => {
  let made = 0;
  const keys = requestKeys(() => `key ${++made}`);
  const asked = { inputs: ["a", "b"], class: null };
  expect([keys.keyOf(asked), keys.keyOf({ inputs: ["a", "b"], class: null })]).toEqual(["key 1", "key 1"]);
  expect(keys.keyOf({ ...asked, class: "receipt" })).toBe("key 2");
  keys.answered();
  expect(keys.keyOf({ ...asked, class: "receipt" })).toBe("key 3");
});
