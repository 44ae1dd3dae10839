import { expect, test } from "vitest";
import { numberParts } from "./number-parts.ts";

test("H-53 every digit of a sentence is inside a part that links, and the parts are the sentence", () => {
  const text = "x-32B missed the gate by 210 ms (max of 1); ≈ 21.9 GiB, 12.0 tok/s, −2.1 to +4.9 %.";
  const parts = numberParts(text);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(parts.filter((part) => !part.isNumber && /\d/.test(part.text))).toEqual([]);
  expect(parts.filter((part) => part.isNumber).map((part) => part.text)).toEqual([
    "x-32B",
    "210 ms",
    "1",
    "21.9 GiB",
    "12.0 tok/s",
    "−2.1",
    "+4.9 %",
  ]);
});

test("H-53 a sentence without digits is one part", () => {
  expect(numberParts("Nothing was tried.")).toEqual([{ at: 0, text: "Nothing was tried.", isNumber: false }]);
});
