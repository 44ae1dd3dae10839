import { expect, test } from "vitest";
import { ggufParts } from "./gguf-parts.ts";

test.each([
  ["one file", ["m-Q4_K_M.gguf", "m-Q8_0.gguf"], "Q4_K_M", ["m-Q4_K_M.gguf"]],
  ["another case is another file", ["m-q4_k_m.gguf"], "Q4_K_M", []],
  [
    "all parts in order",
    ["m-Q8_0-00002-of-00002.gguf", "m-Q8_0-00001-of-00002.gguf"],
    "Q8_0",
    ["m-Q8_0-00001-of-00002.gguf", "m-Q8_0-00002-of-00002.gguf"],
  ],
  ["a missing part is no model", ["m-Q8_0-00001-of-00002.gguf"], "Q8_0", []],
  ["a longer name is another quantisation", ["m-IQ4_K_M.gguf"], "Q4_K_M", []],
])("A50 %s", (_title, names, quant, expected) => {
  expect(ggufParts(names, quant)).toEqual(expected);
});
