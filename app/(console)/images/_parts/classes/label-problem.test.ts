import { expect, test } from "vitest";
import { labelProblem } from "./label-problem.ts";

const classes = [
  { label: "receipt", origin: "built_in" },
  { label: "ticket", origin: "imported" },
];

test.each([
  ["a new label", "menu-card", null],
  ["IM4 one that a log brought", "ticket", null],
  ["one that exists", "receipt", "the class receipt exists already"],
  ["capitals", "Menu", "a label is a-z, then at most 31 of a-z, 0-9, -"],
  ["a path", "../x", "a label is a-z, then at most 31 of a-z, 0-9, -"],
  ["33 letters", "a".repeat(33), "a label is a-z, then at most 31 of a-z, 0-9, -"],
])("IM3 %s", (_title, label, expected) => {
  expect(labelProblem(label, classes)).toBe(expected);
});
