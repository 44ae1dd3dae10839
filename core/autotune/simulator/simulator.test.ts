import { describe, expect, test } from "vitest";
import { plannedParts, REAL_COST } from "../plan/strategy-minutes.ts";
import { testPlan } from "../report/test-trial.ts";
import { createGenerator } from "../strategy/generator.ts";
import { nextStep } from "../strategy/search/next-step.ts";
import { searchResult } from "../strategy/search/search-result.ts";
import { areSameKnobs } from "../strategy/search/setup.ts";
import type { Fault, FaultClass } from "./faults.ts";
import { createMachine, type MachineLaws } from "./machine.ts";
import { simulateGrid } from "./simulate-grid.ts";
import { simulateHalving } from "./simulate-halving.ts";
import { drawSurface, isInsideBand, type Surface, type SurfaceSize } from "./surface.ts";

const surfaceOf = (size: SurfaceSize, key: number): Surface => drawSurface(size, createGenerator([size, key]));
const lawsOf = (size: SurfaceSize, key: number, change: Partial<MachineLaws> = {}): MachineLaws => ({
  surface: surfaceOf(size, key),
  cv: 0.05,
  sag: 0.15,
  rngKey: key,
  ...change,
});

function halving(laws: MachineLaws, budgetS?: number) {
  const machine = createMachine(laws);
  const setup = { rngKey: laws.rngKey };
  const state = simulateHalving({
    surface: laws.surface,
    machine,
    setup,
    ...(budgetS === undefined ? {} : { budgetS }),
  });
  return { state, result: searchResult(state), cost: machine.cost() };
}

const grid = (laws: MachineLaws) =>
  simulateGrid(createMachine(laws), {
    cells: laws.surface.cells.length,
    replicates: 3,
    tieEpsilon: 0.05,
    gateTtftMs: 600_000,
  });

describe("section 12's laws", () => {
  test("36 cells are kv 3 x batch 4 x context 3, 6 cells kv 3 x batch 2, in nesting order", () => {
    expect([surfaceOf(36, 1).cells.length, surfaceOf(6, 1).cells.length]).toEqual([36, 6]);
    expect(surfaceOf(36, 1).cells.slice(0, 4)).toEqual([
      { kvBits: null, maxBatch: 1, maxContext: 2000 },
      { kvBits: null, maxBatch: 1, maxContext: 4000 },
      { kvBits: null, maxBatch: 1, maxContext: 8000 },
      { kvBits: null, maxBatch: 2, maxContext: 2000 },
    ]);
  });

  test("a first token is 0.15 later a batch level and 0.03 a context level, without noise of its own", () => {
    const { lnTtft } = surfaceOf(36, 3);
    expect((lnTtft[3] ?? 0) - (lnTtft[0] ?? 0)).toBeCloseTo(0.15, 12);
    expect((lnTtft[1] ?? 0) - (lnTtft[0] ?? 0)).toBeCloseTo(0.03, 12);
  });

  test("the spread of true rates is that of kv, gain, context and cell", () => {
    const drawn = Array.from({ length: 4000 }, (_, key) => surfaceOf(36, key));
    const centred = drawn.map(({ lnTps }) => (lnTps[0] ?? 0) - Math.log(20));
    const variance = centred.reduce((sum, value) => sum + value * value, 0) / centred.length;
    expect(Math.sqrt(variance)).toBeCloseTo(Math.sqrt(0.05 ** 2 + 0.02 ** 2 + 0.02 ** 2), 2);
    const gains = drawn.map(({ lnTps }) => (lnTps[9] ?? 0) - (lnTps[0] ?? 0));
    expect(gains.reduce((sum, value) => sum + value, 0) / gains.length).toBeCloseTo(0.1, 2);
  });

  test("sag takes 1 - S (1 - exp(-t/7)) of the rate and lengthens the first token by it, warm-ups counted", () => {
    const laws = lawsOf(6, 1, { cv: 0, sag: 0.3 });
    const machine = createMachine(laws);
    for (let visit = 1; visit <= 5; visit += 1) {
      const factor = 1 - 0.3 * (1 - Math.exp((-2 * visit) / 7));
      const outcome = machine.visit(2);
      expect(outcome.kind === "ok" && outcome.tps).toBeCloseTo(Math.exp(laws.surface.lnTps[2] ?? 0) * factor, 9);
      expect(outcome.kind === "ok" && outcome.ttftMs).toBeCloseTo(Math.exp(laws.surface.lnTtft[2] ?? 0) / factor, 6);
    }
    expect(machine.cost()).toEqual({ starts: 5, measuredRequests: 5, warmUps: 5, seconds: 5 * 80 });
  });

  test("noise has the CV plus a slow drift of half of it, of which neighbours share most", () => {
    const machine = createMachine(lawsOf(6, 1, { cv: 0.05, sag: 0 }));
    const { volley } = machine.open(0);
    const logs = Array.from({ length: 40_000 }, () => Math.log(volley().tps));
    const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
    const covariance = (lag: number): number =>
      logs.slice(lag).reduce((sum, x, at) => sum + (x - mean) * ((logs[at] ?? 0) - mean), 0) / (logs.length - lag);
    expect(Math.sqrt(covariance(0) / (0.05 ** 2 + 0.025 ** 2))).toBeCloseTo(1, 1);
    expect(Math.abs(covariance(1) / 0.025 ** 2 - 0.9)).toBeLessThan(0.15);
  });
});

describe("TM23 equal keys, equal traces", () => {
  test("TM23 the whole trace of a search, faults included, is fixed by its key", () => {
    const faults: Fault[] = [
      { class: "lagging", chance: 0.05 },
      { class: "provider_exited", chance: 0.02 },
    ];
    const trace = (rngKey: number) => halving(lawsOf(36, 5, { faults, rngKey })).state.visits;
    expect(trace(11)).toEqual(trace(11));
    expect(trace(12)).not.toEqual(trace(11));
  });

  test("TM23 a grid on an equal machine is equal", () => {
    expect(grid(lawsOf(36, 5))).toEqual(grid(lawsOf(36, 5)));
  });
});

const SERVER_FAULTS = [
  "connect",
  "http_413",
  "http_429",
  "http_503",
  "stream_error",
  "truncated",
  "idle_timeout",
  "no_content",
  "leak",
  "nonfinite",
  "provider_exited",
  "memory_pressure",
  "effective_differs",
] as const satisfies readonly FaultClass[];
const CLIENT_FAULTS = ["cancelled", "lagging", "power_changed", "prefix_cached", "slept"] as const;

describe("faults of section 5", () => {
  test.each(SERVER_FAULTS)("TM17 %s removes its cell at once in both strategies", (fault) => {
    const laws = lawsOf(6, 2, { faults: [{ class: fault, cell: 3, chance: 1 }] });
    const { result } = halving(laws);
    const knobs = laws.surface.cells[3] ?? { kvBits: null, maxBatch: 1, maxContext: 2000 };
    expect(result.visits.filter((visit) => areSameKnobs(visit.knobs, knobs))).toHaveLength(1);
    expect(result.ladder).toMatchObject([{ knobs, rung: 1, kind: "infeasible" }]);
    expect(grid(laws)[3]).toMatchObject({ isFeasible: false, tpsMedian: null, ttftP95Ms: null, isKept: false });
  });

  test.each(CLIENT_FAULTS)("M23 %s makes a visit invalid: repeated once, then not comparable", (fault) => {
    const laws = lawsOf(6, 2, { faults: [{ class: fault, cell: 3, chance: 1 }] });
    expect(halving(laws).result).toMatchObject({
      ladder: [{ rung: 1, kind: "not-comparable", reason: `not comparable: ${fault}` }],
      counts: { repeated: 1 },
    });
  });

  test.each(CLIENT_FAULTS)(
    "M23 grid keeps a value disturbed by %s, except one that slept or came from a cache",
    (fault) => {
      const row = grid(lawsOf(6, 2, { faults: [{ class: fault, cell: 3, chance: 1 }] }))[3];
      expect(row?.isFeasible).toBe(fault !== "slept" && fault !== "prefix_cached");
    },
  );

  test("M18 a cell whose effective knob differs is labelled and never wins", () => {
    const laws = lawsOf(6, 2, { faults: [{ class: "effective_differs", chance: 1, cell: 3 }], cv: 0 });
    const { result } = halving(laws);
    expect(result.ladder[0]?.reason).toMatch(/^effective differs: /);
    expect(result.contenders).toHaveLength(5);
  });
});

describe("budget", () => {
  test("TM22 a budget that ends in rung 2 gives a partial choice from complete blocks", () => {
    const { result, state } = halving(lawsOf(36, 4), 3600);
    expect(state.stage).toEqual({ kind: "done" });
    expect(result).toMatchObject({ isPartial: true });
    expect(result.winner?.gap.blocks).toBeGreaterThan(0);
    expect(nextStep(state)).toEqual({ kind: "done" });
  });

  test("TM22 a budget that ends in the first block leaves nothing to choose from", () => {
    expect(halving(lawsOf(36, 4), 600).result).toMatchObject({ isPartial: true, winner: null, contenders: [] });
  });
});

test("on a machine without noise or sag the anchored winner is truly in the band, whatever the key", () => {
  for (let key = 0; key < 50; key += 1) {
    const laws = lawsOf(36, key, { cv: 0, sag: 0 });
    const { result } = halving(laws);
    const index = laws.surface.cells.findIndex(
      (cell) => result.winner !== null && areSameKnobs(cell, result.winner.knobs),
    );
    expect(isInsideBand(laws.surface, index, 0.05)).toBe(true);
  }
});

describe("TM24 previewed minutes", () => {
  const sizes = {
    36: { batches: [1, 2, 4, 8], contexts: [2000, 4000, 8000] },
    6: { batches: [1, 2], contexts: [2000] },
  };
  const planOf = (size: SurfaceSize) =>
    testPlan({ kvBitsAxis: [null, 4, 8], maxBatchAxis: sizes[size].batches, maxContextAxis: sizes[size].contexts });
  const previewed = (size: SurfaceSize, strategy: "grid" | "blocked-halving") =>
    plannedParts(planOf(size), strategy, REAL_COST).reduce((sum, { seconds }) => sum + seconds, 0);

  test.each([
    [36, 0.03, 0],
    [36, 0.05, 0.3],
    [6, 0.03, 0],
    [6, 0.05, 0.3],
  ] as const)("TM24 blocked-halving, %i cells, CV %f, sag %f: within 25 %% of the simulated runs", (size, cv, sag) => {
    const runs = Array.from({ length: 100 }, (_, key) => halving(lawsOf(size, key, { cv, sag })).cost.seconds);
    const mean = runs.reduce((sum, seconds) => sum + seconds, 0) / runs.length;
    expect(Math.abs(previewed(size, "blocked-halving") / mean - 1)).toBeLessThan(0.1);
    const near = runs.filter((seconds) => Math.abs(previewed(size, "blocked-halving") / seconds - 1) <= 0.25);
    expect(near.length).toBeGreaterThanOrEqual(80);
  });

  test.each([36, 6] as const)("TM24 grid, %i cells: exactly the simulated run", (size) => {
    const laws = lawsOf(size, 1);
    const machine = createMachine(laws);
    simulateGrid(machine, { cells: size, replicates: 3, tieEpsilon: 0.05, gateTtftMs: 600_000 });
    expect(previewed(size, "grid")).toBe(machine.cost().seconds);
  });

  test("section 10: interleaving costs about 2 x grid's minutes for 6 cells, 1.3 to 1.5 x for 36", () => {
    const search = (size: SurfaceSize) =>
      plannedParts(planOf(size), "blocked-halving", REAL_COST)
        .filter(({ part }) => part !== "quality guard")
        .reduce((sum, { seconds }) => sum + seconds, 0) / previewed(size, "grid");
    expect(search(6)).toBeCloseTo(2, 0);
    expect(search(36)).toBeGreaterThan(1.3);
    expect(search(36)).toBeLessThan(1.5);
  });
});
