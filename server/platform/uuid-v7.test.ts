import { expect, test } from "vitest";
import { uuidv7 } from "./uuid-v7.ts";

const at = (ms: number) =>
  uuidv7({
    clock: { now: () => new Date(ms), monoMs: () => 0 },
    random: { bytes: (count) => new Uint8Array(count).fill(0xff), uuid: () => "" },
  });

test("IM71 an id is a UUIDv7 that sorts by its time", () => {
  expect(at(0x0123456789ab)).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
  expect(at(1_800_000_000_000) < at(1_800_000_000_001)).toBe(true);
});
