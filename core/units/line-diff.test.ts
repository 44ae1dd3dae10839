import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

test.each([
  ["a changed value", "a\ngamma = 1\nb\n", "a\ngamma = 2\nb\n", [" a", "-gamma = 1", "+gamma = 2", " b"]],
  ["an added line", "a\nb", "a\nx\nb", [" a", "+x", " b"]],
  ["a removed line", "a\nx\nb", "a\nb", [" a", "-x", " b"]],
  ["equal texts", "a\nb\n", "a\nb\n", [" a", " b"]],
  ["nothing before", "", "a", ["+a"]],
  ["nothing after", "a", "", ["-a"]],
  ["a line repeated at both ends", "a\na", "a\na\na", [" a", " a", "+a"]],
  ["two changes", "a\nb\nc\nd", "a\nx\nc\ny", [" a", "-b", "+x", " c", "-d", "+y"]],
])("the diff shows %s", (_title, before, after, expected) => {
  expect(lineDiff(before, after).map(({ mark, text }) => mark + text)).toEqual(expected);
});

test("TU48 H-28 texts of as many lines as a recipe may have are told within common head and tail, all removed and all added", () => {
  const lines = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word} ${index}`);
  const [before, after] = [lines("a"), lines("b")];
  const text = (middle: readonly string[]) => ["head", ...middle, "tail"].join("\n");
  const diff = lineDiff(text(before), text(after)).map(({ mark, text: line }) => mark + line);
  expect(diff).toEqual([" head", ...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`), " tail"]);
  expect(lineDiff(text(before), text([...before, "new"])).filter(({ mark }) => mark !== " ")).toEqual([
    { mark: "+", text: "new" },
  ]);
});
