import { expect, test } from "vitest";
import { recipeSha } from "../../imaging/recipe/recipe-sha.ts";
import { LogCollector } from "../reading/collector.ts";
import type { PairRecord, RunRecord, Step } from "../reading/record.ts";
import { isConfirmed } from "./is-confirmed.ts";

const LIVE: readonly Step[] = [{ op: "tone.gamma", args: { gamma: 1 } }];
const PROPOSAL: readonly Step[] = [{ op: "tone.gamma", args: { gamma: 1.2 } }];
const OF = { class: "color-photo", base: recipeSha(LIVE), proposal: recipeSha(PROPOSAL) };

function run(name: string, input: string, steps: readonly Step[]): RunRecord {
  const signals = { lumaMean: null, noise: null, entropy: null };
  const plain = {
    v: 2,
    class: "color-photo",
    recipeSha: recipeSha(steps),
    workLongSide: 1600,
    isReplay: false,
    atMs: 1,
  };
  return { kind: "run", name, input, steps, signals, ...plain };
}

function pair(index: number, over: Partial<PairRecord>): PairRecord {
  const plain = { v: 2, rater: "r", shownLeft: "live" as const, isWarmup: false, confirmationId: "c", atMs: 2 };
  const planned = { confirmationSize: 30 as const };
  const sides = { left: `live-${index}`, right: `next-${index}`, verdict: "right" as const };
  return { kind: "pair", eventId: `e${index}`, ...plain, ...planned, ...sides, ...over };
}

/** A log of the given number of inputs, each judged once for the proposal unless changed. */
function logOf(inputs: number, over: Partial<PairRecord> = {}) {
  const collector = new LogCollector(null);
  for (let index = 0; index < inputs; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    collector.add(pair(index, over), 3);
  }
  return collector.finish();
}

test.each([
  ["30 inputs won by the proposal pass", logOf(30), true],
  ["29 inputs are too few", logOf(29), false],
  ["30 inputs won by the live recipe fail", logOf(30, { verdict: "left" }), false],
  ["pairs of no confirmation count for nothing", logOf(30, { confirmationId: null }), false],
  ["warm-up pairs count for nothing", logOf(30, { isWarmup: true }), false],
  ["pairs that hide which side is live count for nothing", logOf(30, { shownLeft: "none" }), false],
  ["30 of the 60 it was planned with are progress", logOf(30, { confirmationSize: 60 }), false],
  ["60 of the 60 it was planned with pass", logOf(60, { confirmationSize: 60 }), true],
  ["the first 30 decide where 30 were planned, whatever follows", logOf(60), true],
  ["a size that no record fixes before passes nothing", logOf(30, { confirmationSize: null }), false],
  ["the other side called live is another confirmation", logOf(30, { shownLeft: "candidate" }), false],
])("TU40 %s", (_title, log, expected) => {
  expect(isConfirmed(log, OF)).toBe(expected);
});

test("TU40 a confirmation of another proposal, and one spread over two confirmations, pass nothing", () => {
  expect(isConfirmed(logOf(30), { ...OF, proposal: "f".repeat(64) })).toBe(false);
  const collector = new LogCollector(null);
  for (let index = 0; index < 30; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    collector.add(pair(index, { confirmationId: `c${index % 2}` }), 3);
  }
  expect(isConfirmed(collector.finish(), OF)).toBe(false);
});

function twoConfirmations(first: PairRecord["verdict"]) {
  const collector = new LogCollector(null);
  for (let index = 0; index < 60; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    const isFirst = index < 30;
    const told = { confirmationId: isFirst ? "c" : "d", atMs: 2 + index };
    collector.add(pair(index, { ...told, verdict: isFirst ? first : "right" }), 3);
  }
  return collector.finish();
}

test("TU40 the first confirmation that ended decides: another try after a failure passes nothing", () => {
  expect(isConfirmed(twoConfirmations("left"), OF)).toBe(false);
  expect(isConfirmed(twoConfirmations("right"), OF)).toBe(true);
});

/** Confirmation c begins first; d, which is won, ends before it or after it. */
function interleaved({ first, wins }: { first: "c" | "d"; wins: "c" | "d" }) {
  const collector = new LogCollector(null);
  for (let index = 0; index < 60; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    const id = index < 30 ? "c" : "d";
    const lags = id === first ? 0 : 1_000;
    const atMs = index === 0 ? 1 : 2 + index + lags;
    collector.add(pair(index, { confirmationId: id, atMs, verdict: id === wins ? "right" : "tie" }), 3 + index);
  }
  return collector.finish();
}

test.each([
  [{ first: "c", wins: "c" }, true],
  [{ first: "c", wins: "d" }, false],
  [{ first: "d", wins: "d" }, true],
  [{ first: "d", wins: "c" }, false],
] as const)(
  "TU40 of two that interleave the one that ended first decides, whichever began first: %o",
  (told, expected) => {
    expect(isConfirmed(interleaved(told), OF)).toBe(expected);
  },
);

/** Thirty inputs won, and what takes the last verdict back. */
function revokedLog({ atMs, rater = "r" }: { atMs: number; rater?: string }) {
  const collector = new LogCollector(null);
  for (let index = 0; index < 30; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    collector.add(pair(index, { atMs: 10 + index }), 3 + index);
  }
  collector.add({ kind: "revoke", v: 2, revokes: "e5", rater, atMs }, 99);
  return collector.finish();
}

test("TU40 a verdict taken back while it runs is none; after its end none can be taken back, and never by another rater", () => {
  expect(isConfirmed(revokedLog({ atMs: 38 }), OF)).toBe(false);
  expect(isConfirmed(revokedLog({ atMs: 40 }), OF)).toBe(true);
  expect(isConfirmed(revokedLog({ atMs: 38, rater: "q" }), OF)).toBe(true);
});

test.each([
  ["another recipe became live", { baseSha: OF.base, recipeSha: "e".repeat(64) }, false],
  ["the proposal itself became live", { baseSha: OF.base, recipeSha: OF.proposal }, true],
  ["the proposal was rolled back", { baseSha: OF.proposal, recipeSha: OF.base }, false],
  ["another class moved", { baseSha: OF.base, recipeSha: "e".repeat(64), class: "receipt" }, true],
])("TU41 when %s after it passed", (_title, move, expected) => {
  const collector = new LogCollector(null);
  for (let index = 0; index < 30; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    collector.add(pair(index, {}), 3);
  }
  collector.add({ kind: "promotion", v: 2, class: "color-photo", atMs: 50, ...move }, 99);
  expect(isConfirmed(collector.finish(), OF)).toBe(expected);
});

test("TU40 verdicts over two pictures, of another class or on a run with another sha than its steps confirm nothing", () => {
  const of = (over: Partial<RunRecord>) => {
    const collector = new LogCollector(null);
    for (let index = 0; index < 30; index += 1) {
      collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
      collector.add({ ...run(`next-${index}`, `i${index}`, PROPOSAL), ...over }, 2);
      collector.add(pair(index, {}), 3);
    }
    return isConfirmed(collector.finish(), OF);
  };
  expect(of({})).toBe(true);
  expect(of({ input: "elsewhere" })).toBe(false);
  expect(of({ class: "receipt" })).toBe(false);
  expect(of({ recipeSha: "d".repeat(64) })).toBe(false);
  expect(of({ workLongSide: null })).toBe(false);
});

test("TU40 records that disagree about the planned size before the end pass nothing", () => {
  const collector = new LogCollector(null);
  for (let index = 0; index < 60; index += 1) {
    collector.add(run(`live-${index}`, `i${index}`, LIVE), 1);
    collector.add(run(`next-${index}`, `i${index}`, PROPOSAL), 2);
    collector.add(pair(index, { confirmationSize: index < 20 ? 30 : 60 }), 3);
  }
  expect(isConfirmed(collector.finish(), OF)).toBe(false);
});
