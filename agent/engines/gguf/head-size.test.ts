import { expect, test } from "vitest";
import { embeddedCapability } from "../embedded/embedded-capability.ts";

test.each([
  ["64 takes 8 and 4 bits", 64, [8, 4], undefined],
  [
    "16 takes none, in the engine's words",
    16,
    null,
    "K cache type q8_0 with block size 32 does not divide n_embd_head_k=16",
  ],
  ["an unknown head size is not refused beforehand", null, [8, 4], undefined],
])("A40 TA21 a head size of %s", (_title, headSize, kvBits, reason) => {
  const capability = embeddedCapability("3.21.1", headSize);
  expect(capability.kvBits).toEqual(kvBits);
  expect(capability.reasons?.kvBits).toBe(reason);
});
