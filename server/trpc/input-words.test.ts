import { expect, test } from "vitest";
import { z } from "zod";
import { ClassLabel } from "../../core/imaging/classes.ts";
import { inputWords } from "./input-words.ts";

const Input = z.strictObject({
  inputs: z.array(z.string().min(2)).min(1).max(3),
  label: ClassLabel.optional(),
  page: z.int().max(100_000).optional(),
  note: z.string().min(1).optional(),
  kind: z.enum(["a", "b"]).optional(),
});

test.each([
  ["too many", { inputs: ["aa", "aa", "aa", "aa"] }, "inputs holds more than 3 entries."],
  ["none", { inputs: [] }, "inputs holds fewer than 1 entry."],
  ["one entry of a list", { inputs: ["aa", "a"] }, "inputs[1] is shorter than 2 characters."],
  ["a number", { inputs: ["aa"], page: 100_001 }, "page is above 100,000."],
  ["an empty text", { inputs: ["aa"], note: "" }, "note is shorter than 1 character."],
  ["a missing field", {}, "inputs is missing or not of type array."],
  ["another word", { inputs: ["aa"], kind: "c" }, "kind is no value that can be taken."],
  ["a field that is none", { inputs: ["aa"], colour: 1 }, "The request may not hold colour."],
  ["a message of ours", { inputs: ["aa"], label: "A b" }, "label: a label is a-z, then at most 31 of a-z, 0-9, -."],
])("H-35 a refused request says in words what is wrong with %s", (_title, told, expected) => {
  const parsed = Input.safeParse(told);
  expect(parsed.error === undefined ? null : inputWords(parsed.error)).toBe(expected);
});
