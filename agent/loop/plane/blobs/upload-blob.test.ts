import { expect, test } from "vitest";
import { nextPartBytes } from "./upload-blob.ts";

const MIB = 1024 * 1024;

test.each([
  ["a quick part makes the next one twice as large", MIB, 500, 2 * MIB],
  ["but never above 8 MiB", 8 * MIB, 500, 8 * MIB],
  ["a part of middling length keeps the size", MIB, 5_000, MIB],
  ["a slow part makes the next one a quarter", 4 * MIB, 11_000, MIB],
  ["but never below 64 KiB", 64 * 1024, 60_000, 64 * 1024],
])("BL1 %s", (_title, partBytes, tookMs, expected) => {
  expect(nextPartBytes(partBytes, tookMs)).toBe(expected);
});
