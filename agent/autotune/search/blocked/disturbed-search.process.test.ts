import { expect, test } from "vitest";
import { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import { isPortFree } from "../../../host/port-owner.ts";
import { systemClock } from "../../../host/system-clock.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../../../test/tune-harness.ts";

const FLAGS = {
  "target-context": "100",
  "candidate-models": "org/a-1B",
  "kv-bits-axis": "unset",
  "max-batch-axis": "1,2",
  strategy: "blocked-halving",
};

const start = ({ flags, ...change }: Partial<TuneTestRequest> = {}) =>
  tuneTest({ provider: "provider-by-knobs.ts", ...change, flags: { ...FLAGS, ...flags } });

const documentOf = (tune: TuneTest) =>
  RecommendationDocument.parse(JSON.parse(tune.out.find((line) => line.startsWith("{")) ?? "null"));

const visitsIn = (tune: TuneTest) => tune.stored().visits.filter(({ rung }) => rung === 1);

/** Signals of a machine on mains; on battery for one reading of each start named. */
function unplugging(starts: readonly number[]) {
  let readings = 0;
  return () => {
    readings += 1;
    const isFlip = starts.some((start) => readings === 2 * start);
    const powerSource = isFlip ? ("battery" as const) : ("ac" as const);
    return Promise.resolve({ thermalLevel: 0, memoryPressureLevel: 1, powerSource, isLowPowerMode: false });
  };
}

/** Each visit reads the signals at its start and its end; Stage 1 and the calibration are visits 1 and 2. */
const FIRST_SEARCH_VISIT = 3;

test("TM17, M23 a visit with a change of power is repeated at the end of its block, and n_err stays 0", async () => {
  const tune = await start({ place: { signals: unplugging([FIRST_SEARCH_VISIT]) } });
  expect(await tune.run()).toBe(0);
  const block = visitsIn(tune).filter((visit) => visit.block === 1);
  expect(block.map(({ invalidReason, position }) => [invalidReason, position])).toEqual([
    ["power_changed", 1],
    [null, 2],
    [null, 3],
  ]);
  expect(block[2]?.knobs).toEqual(block[0]?.knobs);
  const cells = tune.stored().trials.filter(({ stage }) => stage === 2);
  expect(cells.map(({ isFeasible, errorCount }) => [isFeasible, errorCount])).toEqual([
    [true, 0],
    [true, 0],
  ]);
});

test("TM17 twice disturbed in one block: the cell is not comparable, out with that reason, and the search goes on", async () => {
  const again = FIRST_SEARCH_VISIT + 2;
  const tune = await start({ place: { signals: unplugging([FIRST_SEARCH_VISIT, again]) } });
  expect(await tune.run()).toBe(0);
  const cells = tune.stored().trials.filter(({ stage }) => stage === 2);
  const out = cells.find(({ isFeasible }) => !isFeasible);
  expect(out).toMatchObject({ notes: "not comparable: power_changed", errorCount: 0, tpsMedian: null });
  expect(documentOf(tune).recommendation).not.toBeNull();
});

test("TB76, M23, INV-15 a machine that slept in a visit: the visit is invalid and repeated, its value is never used", async () => {
  const slept = { ms: 0 };
  const tune = await start({
    place: { clock: { monoMs: systemClock.monoMs, wallMs: () => systemClock.wallMs() + slept.ms } },
    onProgress: ({ note, replicate }) => {
      if (note === "rung 1, block 1" && replicate !== undefined) slept.ms ||= 60_000;
    },
  });
  expect(await tune.run()).toBe(0);
  const block = visitsIn(tune).filter((visit) => visit.block === 1);
  expect(block.map(({ invalidReason }) => invalidReason)).toEqual(["slept", null, null]);
  const cell = tune.stored().trials.find(({ stage, maxBatch }) => stage === 2 && maxBatch === block[0]?.knobs.maxBatch);
  expect(cell).toMatchObject({ isFeasible: true, replicatesN: 3 });
});

test("TM16 a fall of the sentinel repeats the block once after a pause, both versions stay stored, thermal reads nominal", async () => {
  // Starts: pre-warm, Stage 1, calibration, then blocks of two; the second block's two starts are the slow ones.
  const tune = await start({ arguments: ["--slowFromStart=6", "--slowToStart=7", "--slowFactor=6"] });
  expect(await tune.run()).toBe(0);
  const second = visitsIn(tune).filter(({ block }) => block === 2);
  expect(second.map(({ attempt }) => attempt)).toEqual([1, 1, 2, 2]);
  expect(second.slice(2).map(({ knobs }) => knobs)).toEqual(second.slice(0, 2).map(({ knobs }) => knobs));
  expect(second.flatMap(({ flags }) => flags)).not.toContain("thermal");
  const kept = tune.stored().trials.find(({ isKept }) => isKept);
  expect(kept?.replicatesN).toBe(3);
});

test("TM22 values that vary too much: the run is ok, the winner kept, but not shown", async () => {
  // One block of three is several times slower, on all cells, at different starts: block means do not explain it.
  const tune = await start({ arguments: ["--slowFromStart=5", "--slowToStart=5", "--slowFactor=8"] });
  expect(await tune.run()).toBe(0);
  const document = documentOf(tune);
  expect(document).toMatchObject({ shown: false, strategy: "blocked-halving@1" });
  expect(document.recommendation).not.toBeNull();
  expect(tune.stored().run?.exitReason).toBe("ok");
  expect(tune.stored().trials.filter(({ isKept }) => isKept)).toHaveLength(1);
  expect(tune.out.join("\n")).toContain("winner: not shown");
});

test("TM22, B92 a budget that ends in the second block: the complete first one decides, partial, and nothing is lost", async () => {
  const tune = await start({
    onProgress: ({ phase, note }, self) => {
      if (phase === "stage2" && note?.includes("block 2") === true) self.interruption.expire();
    },
  });
  expect(await tune.run()).toBe(1);
  const { run, visits, trials } = tune.stored();
  expect(run?.exitReason).toBe("budget_exhausted_with_partial_recommendation");
  expect(visits.filter(({ kind }) => kind === "search")).toHaveLength(2);
  expect(documentOf(tune).recommendation).toMatchObject({ partial: true, replicates: 1 });
  expect(trials.filter(({ isKept }) => isKept)).toHaveLength(1);
  expect(trials.filter(({ stage }) => stage === 2)).toHaveLength(2);
});

test("TB70, TM22 a budget that ends before the first complete block gives Stage 1's measurement and no kept row", async () => {
  const tune = await start({
    onProgress: ({ phase, note }, self) => {
      if (phase === "stage2" && note === "calibration") self.interruption.expire();
    },
  });
  expect(await tune.run()).toBe(1);
  expect(documentOf(tune).recommendation).toMatchObject({
    partial: true,
    replicates: 1,
    knobs: { max_concurrency_override: 1 },
  });
  expect(tune.stored().trials.filter(({ isKept }) => isKept)).toEqual([]);
});

test("B91 an interrupt in the pause of a repeated block ends within a second and keeps every visit", async () => {
  const pausedAt = { ms: 0 };
  const tune = await start({
    arguments: ["--slowFromStart=6", "--slowToStart=7", "--slowFactor=6"],
    place: { pauseMs: 600_000 },
    onProgress: ({ note }, self) => {
      if (note?.startsWith("idle before block") !== true) return;
      pausedAt.ms = performance.now();
      self.interruption.interrupt("interrupted by SIGINT");
    },
  });
  expect(await tune.run()).toBe(130);
  expect(pausedAt.ms).toBeGreaterThan(0);
  expect(performance.now() - pausedAt.ms).toBeLessThan(60_000);
  expect(visitsIn(tune).filter(({ kind }) => kind === "search")).toHaveLength(4);
  expect(tune.stored().run).toMatchObject({ exitReason: "interrupted", endedAt: null });
  expect(await isPortFree(tune.port)).toBe(true);
});

test("TM17, M18 a server failure removes a cell at once; one whose effective knob differs is a row with its reason", async () => {
  const tune = await start({
    flags: { "kv-bits-axis": "unset,8", "max-batch-axis": "1" },
    arguments: ["--driftKv8=1"],
  });
  expect(await tune.run()).toBe(0);
  const { visits, trials } = tune.stored();
  expect(visits.filter(({ knobs }) => knobs.kvBits === 8)).toHaveLength(1);
  expect(trials.find(({ kvBits }) => kvBits === 8)).toMatchObject({
    isFeasible: false,
    errorCount: 0,
    notes: "effective differs: kv_bits requested 8, effective 4",
  });
});
