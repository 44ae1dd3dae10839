import { expect, test } from "vitest";
import { trialOf } from "../test-trial.ts";
import { formatPick, NO_PICK, parsePick, pickCells, pickWords } from "./cell-pick.ts";

const trials = [
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, tpsMedian: 10, ttftP95Ms: 900 }),
  trialOf({ localId: 4, kvBits: 8, maxBatch: 1, tpsMedian: 20, ttftP95Ms: 1000 }),
  trialOf({ localId: 5, kvBits: 8, maxBatch: 2, tpsMedian: 30, ttftP95Ms: 2000 }),
  trialOf({ localId: 6, kvBits: 4, maxBatch: 2, isFeasible: false, notes: "HTTP 500" }),
];
const picked = (text: string) => pickCells(trials, parsePick(text)).map((trial) => trial.localId);

test.each([
  ["", [3, 4, 5, 6]],
  ["kv:unset", [3]],
  ["kv:unset|8,batch:1", [3, 4]],
  ["tps:15..", [4, 5]],
  ["tps:..25,ttft:950..", [4]],
  ["top:50", [4, 5]],
  ["top:1", [5]],
  ["batch:2,top:100", [5]],
])("H-44 the address %s picks its cells, and a cell without a figure is in no range of it", (text, expected) => {
  expect(picked(text)).toEqual(expected);
});

test("H-44 what is typed comes back as the same address", () => {
  for (const text of ["kv:unset|8,tps:10..20", "batch:2,ttft:..900,top:25", ""]) {
    expect(formatPick(parsePick(text))).toBe(text);
  }
});

test("H-03 a corrupted part of the address is left out and the rest holds", () => {
  expect(parsePick("tps:abc..,kv:8,nonsense,top:x")).toEqual({ ...NO_PICK, kvBits: [8] });
});

test("H-13 the filter is said with both counts", () => {
  expect(pickWords(NO_PICK, { shown: 4, total: 4 })).toBeNull();
  expect(pickWords(parsePick("kv:unset|8,tps:15..,top:25"), { shown: 2, total: 4 })).toBe(
    "2 of 4 cells: kv_bits unset or 8, tok/s from 15, the fastest 25 %.",
  );
});
