import { expect, test } from "vitest";
import { trialOf } from "../../../../../_charts/prepare/test-trial.ts";
import { visitOf } from "../../../../../_charts/prepare/test-visit.ts";
import { treeOfTune } from "../story/tree-of-tune.ts";
import { detailOf } from "../test-detail.ts";
import { nextFailureStop, replayLength, replayStops, stateAt } from "./state-at.ts";

const trials = [
  trialOf({
    localId: 1,
    stage: 1,
    model: "practice/large-250mb",
    isFeasible: false,
    at: "2026-11-20T12:00:35Z",
    notes: "HTTP 500",
  }),
  trialOf({ localId: 2, stage: 1, at: "2026-11-20T12:00:50Z" }),
  trialOf({ localId: 3, kvBits: null, maxBatch: 1, maxContext: 1000, tpsMedian: 20, at: "2026-11-20T12:01:20Z" }),
  trialOf({ localId: 4, kvBits: 8, maxContext: 1000, tpsMedian: 22, isKept: true, at: "2026-11-20T12:02:00Z" }),
];
const stored = detailOf({ trials });

test("E3 the final state of a replay is the stored state", () => {
  expect(replayLength(stored)).toBe(120_000);
  expect(stateAt(stored, 120_000)).toEqual({ detail: stored, progress: null });
  expect(stateAt(stored, 999_999).detail).toBe(stored);
});

test("E3 a past moment has the rows that were stored by then, none kept, no answer yet", () => {
  const { detail } = stateAt(stored, 80_000);
  expect(detail.trials.map((trial) => [trial.localId, trial.isKept])).toEqual([
    [1, false],
    [2, false],
    [3, false],
  ]);
  expect(detail.summary).toMatchObject({ state: "running", exitReason: null, winner: null, endedAt: null });
  expect(detail.recommendation).toBeNull();
});

test("E3 what was measured at a moment is the row that was stored next", () => {
  expect(stateAt(stored, 0).progress).toMatchObject({ phase: "stage1", candidate: { index: 1, of: 3 } });
  expect(stateAt(stored, 31_000).progress).toMatchObject({ phase: "stage1", candidate: { index: 2, of: 3 } });
  expect(stateAt(stored, 80_000).progress).toMatchObject({
    phase: "stage2",
    cell: { index: 2, of: 4 },
    best: { tpsMedian: 20 },
  });
  expect(stateAt(stored, 116_000).progress).toMatchObject({ phase: "emit" });
});

test("E3 the tree of a past moment grows where the run was", () => {
  const { detail, progress } = stateAt(stored, 31_000);
  const tree = treeOfTune(detail, { isLive: true, progress });
  expect(tree.candidates.map((candidate) => candidate.state)).toEqual(["pruned", "growing", "not-probed"]);
});

test("E3 stops are the moments at which a row was stored, so a step never lands between two", () => {
  expect(replayStops(stored)).toEqual([0, 30_000, 45_000, 75_000, 115_000, 120_000]);
  for (const stop of replayStops(stored)) expect(stateAt(stored, stop)).toEqual(stateAt(stored, stop + 0.5));
});

test("E3 H-27 f goes to the moment of the next failure", () => {
  expect(nextFailureStop(stored, 0)).toBe(30_000);
  expect(nextFailureStop(stored, 30_000)).toBeNull();
});

test("E3 in a blocked run each visit is a moment, and a confirmation is one of its own", () => {
  const visits = [
    visitOf({ seq: 1, at: "2026-11-20T12:01:00Z" }),
    visitOf({ seq: 2, kind: "confirmation", pair: 1, arm: "A", at: "2026-11-20T12:01:50Z" }),
  ];
  const blocked = detailOf({ trials, visits });
  expect(stateAt(blocked, 60_000).detail.visits.map((visit) => visit.seq)).toEqual([1]);
  expect(stateAt(blocked, 76_000).progress).toMatchObject({ phase: "confirm" });
});

test("E3 a run without a reported end plays up to its last row", () => {
  expect(replayLength(detailOf({ trials, summary: { endedAt: null, state: "lost" } }))).toBe(115_000);
});
