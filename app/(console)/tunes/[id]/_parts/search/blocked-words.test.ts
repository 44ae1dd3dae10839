import { expect, test } from "vitest";
import type { TuneDetail } from "../tune-detail.ts";
import { contenderLines, ladderLines, qualityWords, sagLines, searchSentence } from "./blocked-words.ts";

type Report = NonNullable<TuneDetail["report"]>;

const knobs = (kvBits: 4 | 8 | null, maxBatch: number) => ({ kvBits, maxBatch, maxContext: 4000 });
const answers = (agreeing: number) => ({ knobs: knobs(8, 2), questions: 40, agreeing, selfAgreeing: 40 });
const leader: Report["contenders"][number] = {
  knobs: knobs(8, 2),
  meanTps: 24,
  meanTtftMs: 1900,
  gap: { mean: 0, low: 0, high: 0, blocks: 4 },
  isInBand: true,
  quality: "agrees",
  answers: answers(38),
};
const second = {
  ...leader,
  knobs: knobs(null, 2),
  meanTps: 22,
  gap: { mean: 0.08, low: 0.03, high: 0.13, blocks: 4 },
  isInBand: false,
  quality: "unquantised" as const,
  answers: null,
};
const report: Report = {
  isFinished: true,
  isPartial: false,
  isShown: true,
  winner: leader,
  leader: leader.knobs,
  contenders: [leader, second],
  ineligible: [{ knobs: knobs(4, 2), quality: "differs", answers: { ...answers(36), knobs: knobs(4, 2) } }],
  cells: [knobs(null, 1), knobs(null, 2), knobs(8, 2), knobs(4, 2)],
  sentinel: knobs(null, 1),
  incumbent: null,
  calibration: { referenceTps: 20, cv: 0.012, volleys: 7, isSettled: true },
  runCv: 0.031,
  sag: [
    { rung: 1, block: 1, version: 1, ratio: 1.002, isFlagged: false },
    { rung: 1, block: 2, version: 2, ratio: 0.94, isFlagged: true },
  ],
  ladder: [
    { knobs: knobs(null, 1), rung: 1, kind: "outpaced", reason: "7th of 12 after 1 block" },
    { knobs: knobs(8, 1), rung: 2, kind: "not-comparable", reason: "power_changed" },
  ],
  counts: { search: 76, carried: 14, repeated: 1, calibrationVolleys: 7 },
  strayVisit: null,
};

test("M27 a gap to the leader has its interval and its blocks, and a cell in the band is said to be", () => {
  expect(contenderLines(report).map((line) => [line.name, line.gap, line.band, line.isWinner])).toEqual([
    ["kv_bits 8 with 2 at once", "leader of 4 blocks", "in the band", true],
    ["kv_bits unset with 2 at once", "slower by 7.7 % (95 % interval 3.0 to 12.2 %, 4 blocks)", "outside", false],
    ["kv_bits 4 with 2 at once", "not in the choice", "–", false],
  ]);
});

test("the quality guard is told in answers: 2 of 40 differ, and what cannot be judged is not shown", () => {
  expect(qualityWords(leader)).toBe("2 of 40 answers differ");
  expect(contenderLines(report)[2]?.quality).toBe("4 of 40 answers differ: not eligible");
  expect(qualityWords({ quality: "not-shown", answers: { ...answers(0), agreeing: null } })).toBe("quality not shown");
});

test("the elimination ladder names cell, rung and reason; not comparable is its own kind", () => {
  expect(ladderLines(report)).toEqual([
    { name: "kv_bits unset with 1 at once", rung: "rung 1", kind: "outpaced", reason: "7th of 12 after 1 block" },
    { name: "kv_bits 8 with 1 at once", rung: "rung 2", kind: "not comparable", reason: "power_changed" },
  ]);
});

test("the search's sentence has visits and CVs, and says partial and too noisy where they are", () => {
  expect(searchSentence(report)).toBe(
    "76 search visits, 14 of sentinel and applied recipe, 1 repeated; run CV 3.1 %; calibration 20.0 tok/s, CV 1.2 % of 7 volleys.",
  );
  expect(searchSentence({ ...report, isShown: false, isPartial: true, strayVisit: 9 })).toMatch(
    /partial\. Too noisy: the winner is not shown, nothing is applied or proposed\. Visit 9 is not the one/,
  );
});

test("sag is told per block, the repeated version beside the first", () => {
  expect(sagLines(report)).toEqual([
    { block: "rung 1, block 1", share: "100.2 %", isFlagged: false },
    { block: "rung 1, block 2, repeated", share: "94.0 %", isFlagged: true },
  ]);
});
