import { expect, test } from "vitest";
import { createStopFilter } from "./stop-filter.ts";

function filtered(stops: string[], pieces: string[]): string {
  const filter = createStopFilter(stops);
  return [...pieces.map((piece) => filter.add(piece)), filter.flush()].join("");
}

test.each([
  ["no stop text passes everything", [], ["a", "b"], "ab"],
  ["a stop inside one piece", ["X"], ["aXb", "c"], "a"],
  ["a stop across pieces", ["END"], ["aE", "N", "Db"], "a"],
  ["a false beginning is given back", ["END"], ["aE", "N", "x"], "aENx"],
  ["the earliest of several", ["cd", "b"], ["abcd"], "a"],
  ["an unfinished beginning at the end is text", ["END"], ["aEN"], "aEN"],
])("%s", (_title, stops, pieces, expected) => {
  expect(filtered(stops, pieces)).toBe(expected);
});
