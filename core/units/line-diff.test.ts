import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

test.each([
  ["a changed value", "a\ngamma = 1\nb\n", "a\ngamma = 2\nb\n", [" a", "-gamma = 1", "+gamma = 2", " b"]],
  ["an added line", "a\nb", "a\nx\nb", [" a", "+x", " b"]],
  ["a removed line", "a\nx\nb", "a\nb", [" a", "-x", " b"]],
  ["equal texts", "a\nb\n", "a\nb\n", [" a", " b"]],
  ["nothing before", "", "a", ["+a"]],
])("the diff shows %s", (_title, before, after, expected) => {
  expect(lineDiff(before, after).map(({ mark, text }) => mark + text)).toEqual(expected);
});
