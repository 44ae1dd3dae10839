import { describe, expect, test } from "vitest";
import { testReplicate, testWarmUp } from "../../measuring/test-replicate.ts";
import type { KnobSettings } from "../../serving/knobs.ts";
import { TuneVisit } from "../evidence/tune-visit.ts";
import { testCell } from "../report/test-trial.ts";
import { createGenerator } from "../strategy/generator.ts";
import { testCells } from "../strategy/search/test-search.ts";
import { TuneTrial } from "../trial.ts";
import { RECOMPUTED_LABEL, recompute } from "./recompute.ts";
import { TEST_GROUND, testRun } from "./test-run.ts";

const unquantised = testCells([1, 2, 4, 8, 16], [2000, 4000]).filter(({ kvBits }) => kvBits === null);

function noisy(key: number): (knobs: KnobSettings) => { tps: number; ttftMs: number } {
  const generator = createGenerator([key]);
  return ({ maxBatch }) => ({
    tps: (20 + (maxBatch ?? 1)) * Math.exp(0.04 * generator.normal()),
    ttftMs: 4000 * Math.exp(0.1 * Math.log(maxBatch ?? 1) + 0.04 * generator.normal()),
  });
}

/** As it comes out of a database or off the wire. */
const sent = <Row>(schema: { parse(value: unknown): Row }, rows: readonly Row[]): Row[] =>
  rows.map((row) => schema.parse(JSON.parse(JSON.stringify(row))));

const gridTrial = (localId: number, knobs: KnobSettings, values: readonly (readonly [number, number])[]): TuneTrial =>
  testCell(localId, [values[1]?.[0] ?? 0, Math.max(...values.map(([, ttftMs]) => ttftMs))], {
    ...knobs,
    replicates: [testWarmUp(9000), ...values.map(([tps, ttftMs], index) => testReplicate({ index, tps, ttftMs }))],
  });

describe("TM19 recompute", () => {
  test("TM19 anchored on blocked-halving is what the search itself chose, before and after the wire", () => {
    for (let key = 0; key < 20; key += 1) {
      const { visits, result } = testRun(unquantised, noisy(key));
      const rows = { visits, trials: [] };
      const here = recompute(rows, "anchored", TEST_GROUND);
      expect(here.winner).toEqual(result.winner?.knobs);
      expect(recompute({ ...rows, visits: sent(TuneVisit, visits).toReversed() }, "anchored", TEST_GROUND)).toEqual(
        here,
      );
    }
  });

  test("TM19 keep-best on blocked-halving takes cells in list order by their median rates", () => {
    const { visits } = testRun(unquantised, noisy(1));
    const rows = { visits, trials: [] };
    const here = recompute(rows, "keep-best", TEST_GROUND);
    expect(here).toMatchObject({ rule: "keep-best", label: RECOMPUTED_LABEL });
    expect(here.winner).not.toBeNull();
    expect(recompute({ ...rows, visits: sent(TuneVisit, visits) }, "keep-best", TEST_GROUND)).toEqual(here);
  });

  test("TM19 the two rules differ on a grid whose tie wins walk down, and stay different after the wire", () => {
    const speeds = [20, 19.2, 18.4, 17.7];
    const trials = speeds.map((tps, at) =>
      gridTrial(at + 1, { kvBits: null, maxBatch: at + 1, maxContext: 2000 }, [
        [tps, 5000 - 500 * at],
        [tps, 5000 - 500 * at],
        [tps, 5000 - 500 * at],
      ]),
    );
    const rows = { visits: [], trials: sent(TuneTrial, trials) };
    expect(recompute(rows, "keep-best", TEST_GROUND).winner?.maxBatch).toBe(4);
    expect(recompute(rows, "anchored", TEST_GROUND).winner?.maxBatch).toBe(2);
    expect(recompute({ ...rows, trials: trials.toReversed() }, "anchored", TEST_GROUND).winner?.maxBatch).toBe(2);
  });

  test("section 9: a quantised grid winner is quality not shown", () => {
    const one = (kvBits: KnobSettings["kvBits"], tps: number, localId: number) =>
      gridTrial(localId, { kvBits, maxBatch: 1, maxContext: 2000 }, [
        [tps, 4000],
        [tps, 4000],
      ]);
    const rows = { visits: [], trials: [one(null, 20, 1), one(4, 30, 2)] };
    expect(recompute(rows, "anchored", TEST_GROUND)).toMatchObject({ winner: { kvBits: 4 }, isQualityShown: false });
    expect(recompute({ ...rows, trials: [one(null, 20, 1)] }, "keep-best", TEST_GROUND).isQualityShown).toBe(true);
  });

  test("M18 infeasible rows, those whose effective knob differs among them, are out by either rule", () => {
    const bad = testCell(2, [null, null], {
      kvBits: null,
      maxBatch: 2,
      notes: "effective differs: max_batch requested 2, effective 1",
    });
    const good = gridTrial(1, { kvBits: null, maxBatch: 1, maxContext: 2000 }, [
      [20, 4000],
      [20, 4000],
    ]);
    for (const rule of ["anchored", "keep-best"] as const) {
      expect(recompute({ visits: [], trials: [bad, good] }, rule, TEST_GROUND).winner?.maxBatch).toBe(1);
      expect(recompute({ visits: [], trials: [bad] }, rule, TEST_GROUND).winner).toBeNull();
    }
  });

  test("TM20 confirmation rows change no winner, and a search without rows has none", () => {
    const { visits } = testRun(unquantised, noisy(3));
    const [last] = visits.slice(-1);
    const confirmation =
      last === undefined
        ? []
        : [{ ...last, seq: last.seq + 1, kind: "confirmation" as const, pair: 1, arm: "A" as const }];
    const plain = recompute({ visits, trials: [] }, "anchored", TEST_GROUND);
    expect(recompute({ visits: [...visits, ...confirmation], trials: [] }, "anchored", TEST_GROUND)).toEqual(plain);
    expect(recompute({ visits: [], trials: [] }, "anchored", TEST_GROUND).winner).toBeNull();
  });
});
