import { describe, expect, test } from "vitest";
import { nextStep } from "./next-step.ts";
import { cutSearch, record } from "./reducer.ts";
import { searchResult } from "./search-result.ts";
import type { PlannedVisit, VisitOutcome } from "./search-state.ts";
import { areSameKnobs, type SearchSetup } from "./setup.ts";
import { driveSearch, type TestMachine, testCells, testSetup } from "./test-search.ts";

const many = testSetup({ cells: testCells([1, 2, 4, 8], [2000, 4000, 8000]) });
const ok = (tps: number, ttftMs = 4000): VisitOutcome => ({ kind: "ok", tps, ttftMs });
const text = (visit: PlannedVisit): string => JSON.stringify(visit.knobs);

function visitsOf(setup: SearchSetup, machine: TestMachine = {}): PlannedVisit[] {
  return driveSearch(setup, machine).steps.flatMap((step) => (step.kind === "visit" ? [step.visit] : []));
}

/** The visits of one block, in order. */
const inBlock = (visits: readonly PlannedVisit[], rung: number, block: number, version = 1): PlannedVisit[] =>
  visits.filter((visit) => visit.rung === rung && visit.block === block && visit.version === version);

describe("TM13 planned visits", () => {
  test("TM13 36 cells plan 36 + 24 + 16 search visits", () => {
    const search = visitsOf(many).filter(({ kind }) => kind === "search");
    expect([1, 2, 3].map((rung) => search.filter((visit) => visit.rung === rung).length)).toEqual([36, 24, 16]);
  });

  test("TM13 6 cells plan 18 search visits", () => {
    expect(visitsOf(testSetup()).filter(({ kind }) => kind === "search")).toHaveLength(18);
  });

  test.each([
    ["cells of the run", { kvBits: 8, maxBatch: 8, maxContext: 8000 } as const, true],
    ["outside the axes", { kvBits: 8, maxBatch: 3, maxContext: 8000 } as const, false],
  ])("TM13 incumbent and sentinel, %s, come once in every block", (_title, knobs, isCell) => {
    const setup = { ...many, incumbent: { knobs, isCell, isSameModel: true } };
    const visits = visitsOf(setup, { visit: ({ knobs: own }) => ok(own.kvBits === 4 ? 30 : 20) });
    for (const [rung, blocks] of [
      [1, 1],
      [2, 2],
      [3, 4],
    ] as const) {
      for (let block = 1; block <= blocks; block += 1) {
        const members = inBlock(visits, rung, block);
        expect(members.filter((visit) => areSameKnobs(visit.knobs, knobs))).toHaveLength(1);
        expect(members.filter((visit) => areSameKnobs(visit.knobs, setup.sentinel))).toHaveLength(1);
      }
    }
  });

  test("M19 an incumbent of another model is visited once, before rung 1", () => {
    const incumbent = { knobs: many.sentinel, isCell: false, isSameModel: false };
    const { steps, state } = driveSearch({ ...many, incumbent });
    expect(steps[1]).toMatchObject({ kind: "visit", visit: { kind: "incumbent", isOtherModel: true, rung: 0 } });
    expect(steps.filter((step) => step.kind === "visit" && step.visit.isOtherModel)).toHaveLength(1);
    expect(searchResult(state).incumbent).toEqual([{ tps: 20, ttftMs: 4000 }]);
  });

  test("M19 an incumbent that is a cell stays a finalist when it is outpaced", () => {
    const knobs = { kvBits: null, maxBatch: 8, maxContext: 8000 } as const;
    const setup = { ...many, incumbent: { knobs, isCell: true, isSameModel: true } };
    const { state } = driveSearch(setup, { visit: (visit) => ok(areSameKnobs(visit.knobs, knobs) ? 10 : 20) });
    const result = searchResult(state);
    expect(result.ladder.find((leave) => areSameKnobs(leave.knobs, knobs))?.kind).toBe("outpaced");
    expect(result.contenders.some((contender) => areSameKnobs(contender.knobs, knobs))).toBe(true);
    expect(result.incumbent).toHaveLength(7);
  });
});

describe("TM14 order", () => {
  test("TM14 even blocks are exact reverses of the ones before", () => {
    const visits = visitsOf(many);
    for (const [rung, odd] of [
      [2, 1],
      [3, 1],
      [3, 3],
    ] as const) {
      expect(inBlock(visits, rung, odd + 1).map(text)).toEqual(inBlock(visits, rung, odd).map(text).reverse());
    }
    expect(inBlock(visits, 3, 3).map(text)).not.toEqual(inBlock(visits, 3, 1).map(text));
  });

  test("TM14 equal keys, equal order; another key, another order; the cell list's order does not matter", () => {
    expect(visitsOf(many)).toEqual(visitsOf({ ...many }));
    expect(visitsOf({ ...many, rngKey: 8 }).map(text)).not.toEqual(visitsOf(many).map(text));
    const first = (setup: SearchSetup) => inBlock(visitsOf(setup), 1, 1).map(text);
    expect(first({ ...many, cells: many.cells.toReversed() })).toEqual(first(many));
  });

  test("TM14 under linear drift without noise a mirrored pair of blocks gives the true gap", () => {
    let seq = 0;
    const machine: TestMachine = {
      visit: ({ knobs }) => {
        seq += 1;
        return ok(20 * Math.exp((knobs.maxBatch === 2 ? 0.03 : 0) - 0.001 * seq));
      },
    };
    const pair = testSetup({ cells: testCells([1, 2, 3, 4]) });
    const { state } = driveSearch(pair, machine);
    const last = state.blocks.filter(({ rung }) => rung === 2);
    const meanX = (index: number) =>
      last.reduce((sum, { values }) => sum + Math.log(values[index]?.tps ?? 0), 0) / last.length;
    const alive = state.targets.knobs
      .map((_, index) => index)
      .filter((index) => last.every(({ values }) => values[index]));
    const fast = alive.filter((index) => state.targets.knobs[index]?.maxBatch === 2);
    const slow = alive.filter((index) => state.targets.knobs[index]?.maxBatch !== 2);
    expect(fast.length * slow.length).toBeGreaterThan(0);
    for (const one of fast) for (const other of slow) expect(meanX(one) - meanX(other)).toBeCloseTo(0.03, 12);
  });
});

describe("elimination (step 4)", () => {
  test("a cell out of reach leaves as dominated after rung 2, and is not visited any more", () => {
    const slow = (knobs: PlannedVisit["knobs"]): boolean => knobs.kvBits !== 4 || knobs.maxBatch !== 8;
    const machine: TestMachine = { visit: ({ knobs }, seq) => ok((slow(knobs) ? 20 : 30) * (1 + 0.001 * (seq % 3))) };
    const { state, steps } = driveSearch(many, machine);
    const { ladder } = searchResult(state);
    expect(ladder.filter(({ kind }) => kind === "outpaced" || kind === "dominated")).toHaveLength(36 - 3);
    expect(ladder.some(({ kind, rung }) => kind === "dominated" && rung === 2)).toBe(true);
    const third = steps.flatMap((step) => (step.kind === "visit" && step.visit.rung === 3 ? [step.visit] : []));
    expect(third.filter(({ kind, knobs }) => kind === "search" && slow(knobs))).toEqual([]);
  });

  test("TM17 one 413, exit or gate miss removes the cell at once", () => {
    const machine: TestMachine = {
      visit: ({ knobs }) => {
        if (knobs.maxContext === 8000) return { kind: "infeasible", reason: "HTTP 413" };
        return knobs.maxBatch === 8 ? ok(20, 60_001) : ok(20, 60_000);
      },
    };
    const { state, steps } = driveSearch(many, machine);
    const visits = steps.flatMap((step) => (step.kind === "visit" ? [step.visit] : []));
    expect(visits.filter(({ knobs }) => knobs.maxContext === 8000)).toHaveLength(12);
    expect(visits.filter(({ knobs }) => knobs.maxBatch === 8 && knobs.maxContext !== 8000)).toHaveLength(6);
    const reasons = searchResult(state)
      .ladder.filter(({ kind }) => kind === "infeasible")
      .map(({ reason }) => reason);
    expect(new Set(reasons)).toEqual(new Set(["HTTP 413", "ttft p95 60001 ms over gate 60000 ms"]));
  });

  test("TM17 power_changed is repeated at the end of its block; twice → not comparable, out with that reason", () => {
    const bad = { kvBits: 8, maxBatch: 2, maxContext: 2000 } as const;
    const machine = (isAlways: boolean): TestMachine => ({
      visit: ({ knobs, block, isRepeat }) =>
        areSameKnobs(knobs, bad) && (isAlways || (block === 1 && !isRepeat))
          ? { kind: "invalid", reason: "power_changed" }
          : ok(20),
    });
    const once = driveSearch(testSetup(), machine(false));
    const first = inBlock(
      once.steps.flatMap((step) => (step.kind === "visit" ? [step.visit] : [])),
      1,
      1,
    );
    expect(first.at(-1)).toMatchObject({ knobs: bad, isRepeat: true, position: 7 });
    expect(searchResult(once.state)).toMatchObject({ ladder: [], counts: { search: 18, repeated: 1 } });
    const twice = searchResult(driveSearch(testSetup(), machine(true)).state);
    expect(twice.ladder).toEqual([
      { knobs: bad, rung: 1, kind: "not-comparable", reason: "not comparable: power_changed" },
    ]);
    expect(twice.contenders.some(({ knobs }) => areSameKnobs(knobs, bad))).toBe(false);
  });

  test("every cell infeasible: no winner, and no visit after the last one left", () => {
    const { state, steps } = driveSearch(testSetup(), { visit: () => ({ kind: "infeasible", reason: "HTTP 503" }) });
    expect(searchResult(state)).toMatchObject({ winner: null, isPartial: false });
    expect(steps).toHaveLength(7);
  });
});

describe("TM16 sag of the sentinel", () => {
  const sentinel = testSetup().sentinel;
  /** The sentinel gives this share of its calibration in a block; the second version of a block is sound again. */
  const sagging = (shares: readonly number[]): TestMachine => ({
    visit: ({ knobs, block, version }) =>
      ok(areSameKnobs(knobs, sentinel) && version === 1 ? 20 * (shares[block - 1] ?? 1) : 20),
  });

  test("TM16 0.94 of the calibration is flagged, 0.95 is not; nothing is repeated", () => {
    const result = searchResult(driveSearch(testSetup(), sagging([0.94, 0.95, 1])).state);
    expect(result.sag.map(({ isFlagged }) => isFlagged)).toEqual([true, false, false]);
    expect(result.counts.repeated).toBe(0);
  });

  test("TM16 a fall below 0.85 repeats the block once after 60 s, in the same order, and both versions are kept", () => {
    const { state, steps } = driveSearch(testSetup(), sagging([1, 0.84, 1]));
    expect(steps.filter((step) => step.kind === "pause")).toEqual([{ kind: "pause", seconds: 60, rung: 1, block: 2 }]);
    const visits = steps.flatMap((step) => (step.kind === "visit" ? [step.visit] : []));
    expect(inBlock(visits, 1, 2, 2).map(text)).toEqual(inBlock(visits, 1, 2).map(text));
    expect(state.blocks.map(({ block, version }) => [block, version])).toEqual([
      [1, 1],
      [2, 1],
      [2, 2],
      [3, 1],
    ]);
    const result = searchResult(state);
    expect(result.counts).toMatchObject({ search: 18, repeated: 6 });
    expect(result.contenders[0]?.gap.blocks).toBe(3);
  });

  test("TM16 a first block is never repeated, nor a second one of the same rung", () => {
    const pauses = (shares: readonly number[]): number =>
      driveSearch(testSetup(), sagging(shares)).steps.filter(({ kind }) => kind === "pause").length;
    expect(pauses([0.5, 0.5, 0.5])).toBe(0);
    expect(pauses([1, 0.84, 0.5])).toBe(1);
    expect(pauses([1, 0.85, 0.85])).toBe(0);
  });
});

describe("TM22 what is not shown and what is cut", () => {
  /** Residuals ± sd in the first two of three blocks of six cells: run CV = sd * sqrt(12 / 10). */
  const noisy = (cv: number): TestMachine => ({
    visit: ({ knobs, block }) => {
      const sign = (knobs.maxBatch === 2 ? 1 : -1) * ([1, -1, 0][block - 1] ?? 0);
      return ok(20 * Math.exp((sign * cv) / Math.sqrt(1.2)));
    },
  });

  test("TM22 a run CV of 11 % is not shown, though there is a winner; 9 % is", () => {
    const loud = searchResult(driveSearch(testSetup(), noisy(0.11)).state);
    expect(loud.runCv).toBeCloseTo(0.11, 12);
    expect(loud).toMatchObject({ isShown: false, isPartial: false });
    expect(loud.winner).not.toBeNull();
    expect(searchResult(driveSearch(testSetup(), noisy(0.09)).state).isShown).toBe(true);
  });

  test("TM22 a search cut in mid-rung chooses from complete blocks and is partial", () => {
    const machine: TestMachine = { visit: ({ knobs }) => ok(knobs.kvBits === null ? 21 : 20) };
    const result = searchResult(cutSearch(driveSearch(many, machine, 1 + 36 + 12 + 5).state));
    expect(result.isPartial).toBe(true);
    expect(result.contenders[0]?.gap.blocks).toBe(2);
    expect(searchResult(cutSearch(driveSearch(many, machine, 20).state)).winner).toBeNull();
  });

  test("a cut after the end changes nothing", () => {
    const { state } = driveSearch(testSetup());
    expect(cutSearch(state)).toBe(state);
    expect(nextStep(state)).toEqual({ kind: "done" });
  });
});

describe("outcomes that do not fit", () => {
  test("an outcome of another kind of step is refused", () => {
    const begun = driveSearch(testSetup(), {}, 1).state;
    expect(() => record(begun, { kind: "paused" })).toThrow(RangeError);
    expect(() => record(begun, { kind: "calibrated", volleys: [] })).toThrow(RangeError);
    expect(() => record(driveSearch(testSetup()).state, ok(20))).toThrow(RangeError);
  });

  test("a sentinel that cannot be served leaves as a cell; the search goes on without sag", () => {
    const { state, steps } = driveSearch(testSetup(), {
      calibrate: () => ({ kind: "infeasible", reason: "HTTP 503" }),
    });
    const result = searchResult(state);
    expect(result.ladder).toMatchObject([{ rung: 0, kind: "infeasible", reason: "HTTP 503" }]);
    expect(result.calibration).toBeNull();
    expect(steps.filter((step) => step.kind === "visit")).toHaveLength(15);
    expect(result.winner).not.toBeNull();
  });

  test("M23 an invalid calibration is repeated once, then done without", () => {
    const { steps } = driveSearch(testSetup(), { calibrate: () => ({ kind: "invalid", reason: "slept" }) });
    expect(steps.filter(({ kind }) => kind === "calibrate")).toHaveLength(2);
  });
});
