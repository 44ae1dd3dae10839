import { describe, expect, test } from "vitest";
import { type AdvanceFacts, type AdvanceItem, decideAdvance } from "./decide-advance.ts";

const BASE = "a".repeat(64);
const done = (runId: string) => ({ kind: "done" as const, runId });
const lost = { kind: "lost" as const, reason: "the job was lost" };

const item = (position: number, over: Partial<AdvanceItem> = {}): AdvanceItem => ({
  position,
  input: `i${position}`,
  isReplaced: false,
  isSpoilt: false,
  isReady: true,
  live: done(`live-${position}`),
  candidate: done(`next-${position}`),
  tries: 1,
  ...over,
});

function facts(over: Partial<AdvanceFacts> = {}, first: Partial<AdvanceItem> = {}): AdvanceFacts {
  return {
    state: "running",
    n: 30,
    proposalId: "p",
    baseSha: BASE,
    requestedAtMs: 1000,
    proposalState: "open",
    liveSha: BASE,
    moves: [],
    isCancelled: false,
    items: Array.from({ length: 30 }, (_, position) => item(position, position === 0 ? first : {})),
    verdicts: [],
    ...over,
  };
}

const quiet = { kind: "go_on", ready: [], replaced: [], again: [], missing: 0 };
const moved = (fromSha: string, atMs: number, proposalId: string | null = null) => ({ fromSha, atMs, proposalId });

describe("TU41 what voids it", () => {
  test.each([
    ["nothing changed", facts(), "go_on"],
    ["another recipe is live", facts({ liveSha: "b".repeat(64) }), "void"],
    ["it was live again by now", facts({ moves: [moved(BASE, 2000)] }), "void"],
    ["a move before it began", facts({ moves: [moved(BASE, 999)] }), "go_on"],
    ["the move that made the base live", facts({ moves: [moved("c".repeat(64), 1000)] }), "go_on"],
    ["the proposal was superseded", facts({ proposalState: "superseded" }), "void"],
    ["its runs were cancelled", facts({ isCancelled: true }), "void"],
    ["a passed one, and the recipe changed", facts({ state: "passed", moves: [moved(BASE, 2000)] }), "void"],
    ["a passed one, promoted", facts({ state: "passed", proposalState: "promoted", liveSha: "d" }), "go_on"],
    ["a passed one whose proposal was superseded", facts({ state: "passed", proposalState: "superseded" }), "go_on"],
  ])("%s", (_title, given, expected) => {
    expect(decideAdvance(given).kind).toBe(expected);
  });
});

test.each<[string, Partial<AdvanceFacts>, Partial<AdvanceItem>]>([
  ["another recipe became live", { liveSha: "b".repeat(64), moves: [moved(BASE, 2000)] }, {}],
  ["the proposal was superseded", { proposalState: "superseded" }, {}],
  ["the runs were cancelled", { isCancelled: true }, {}],
  ["another picture's runs were given up", {}, { isReady: false, candidate: lost, tries: 3 }],
])(
  "TU40 verdicts that decide have decided at once: a failure stands though %s before its end was noted",
  (_title, over, first) => {
    const verdicts = Array.from({ length: 10 }, (_, n) => ({ input: `i${n + 1}`, rater: "r", value: -1 as const }));
    expect(decideAdvance(facts({ verdicts, ...over }, first))).toMatchObject({ kind: "end", state: "failed" });
  },
);

describe("TU40 what goes on with an input", () => {
  test.each([
    ["both runs done", { isReady: false }, { ready: [{ position: 0, liveRun: "live-0", candidateRun: "next-0" }] }],
    ["one run still out", { isReady: false, candidate: { kind: "waiting" as const } }, {}],
    [
      "a recipe cannot do it",
      { isReady: false, live: { kind: "failed" as const, reason: "time_limit" } },
      { replaced: [0], missing: 1 },
    ],
    ["a lost run", { isReady: false, candidate: lost }, { again: [0] }],
    ["flagged unusable before anybody judged it", { isSpoilt: true }, { replaced: [0], missing: 1 }],
    ["replaced before", { isReplaced: true }, { missing: 1 }],
  ])("%s", (_title, first, expected) => {
    expect(decideAdvance(facts({}, first))).toEqual({ ...quiet, ...expected });
  });

  test("runs lost three times void it, so that it cannot run for ever", () => {
    const given = facts({}, { isReady: false, candidate: lost, tries: 3 });
    expect(decideAdvance(given)).toEqual({ kind: "void", reason: "the runs could not be made: the job was lost" });
  });

  test("one that is flagged after it was judged still counts", () => {
    const verdicts = [{ input: "i0", rater: "r", value: 1 as const }];
    expect(decideAdvance(facts({ verdicts }, { isSpoilt: true }))).toEqual(quiet);
  });
});
