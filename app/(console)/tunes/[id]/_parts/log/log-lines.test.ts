import { expect, test } from "vitest";
import { findLines, logLines } from "./log-lines.ts";

test("H-26 slices are put in byte order once each, and lines keep their number", () => {
  const lines = logLines([
    { offset: 6, text: "two\nthr" },
    { offset: 0, text: "\u001b[32mone\u001b[0m\r\n" },
    { offset: 6, text: "two\nthr" },
    { offset: 13, text: "ee\n" },
  ]);
  expect(lines).toEqual([
    { number: 1, text: "one" },
    { number: 2, text: "two" },
    { number: 3, text: "three" },
  ]);
});

test("H-26 search keeps the line numbers of the whole log", () => {
  const lines = logLines([{ offset: 0, text: "load\nready\nREADY again\n" }]);
  expect(findLines(lines, "ready").map((line) => line.number)).toEqual([2, 3]);
  expect(findLines(lines, "  ")).toHaveLength(3);
});
