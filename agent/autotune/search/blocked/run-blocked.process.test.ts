import { expect, test } from "vitest";
import { beginFold, foldVisit } from "../../../../core/autotune/evidence/fold-visits.ts";
import { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import { searchResult } from "../../../../core/autotune/strategy/search/search-result.ts";
import { type TuneTest, type TuneTestRequest, tuneTest } from "../../../test/tune-harness.ts";

const FLAGS = {
  "target-context": "100",
  "candidate-models": "org/a-1B",
  "kv-bits-axis": "unset,8",
  "max-batch-axis": "1,2",
  strategy: "blocked-halving",
};

const start = ({ flags, ...change }: Partial<TuneTestRequest> = {}) =>
  tuneTest({ provider: "provider-by-knobs.ts", ...change, flags: { ...FLAGS, ...flags } });

const documentOf = (tune: TuneTest) =>
  RecommendationDocument.parse(JSON.parse(tune.out.find((line) => line.startsWith("{")) ?? "null"));

/** The search as its stored visits alone tell it. */
function replayed(tune: TuneTest) {
  const { visits } = tune.stored();
  const [first] = visits;
  if (first === undefined) throw new Error("no visit");
  const begun = beginFold(first, {
    model: "org/a-1B",
    method: "usage",
    gateTtftMs: 60_000,
    tieEpsilon: 0.02,
    recipeHashOf: (knobs) => JSON.stringify(knobs),
  });
  if (begun === null) throw new Error("no search");
  return visits.reduce(foldVisit, begun);
}

const journalArgv = (tune: TuneTest) =>
  tune.journal().flatMap(({ event, argv }) => (event === "start" ? [argv?.join(" ") ?? ""] : []));

test("B58, M20, TM14 real providers are started in the order the plan gives, and every start is stored as it happens", async () => {
  const seen: number[] = [];
  const tune = await start({
    onProgress: ({ phase }, self) => void (phase === "stage2" && seen.push(self.stored().visits.length)),
  });
  expect(await tune.run()).toBe(0);
  const { visits, trials, run } = tune.stored();
  const fold = replayed(tune);
  expect(fold.strayVisit).toBeNull();
  expect(fold.state.stage.kind).toBe("done");
  expect(visits.map(({ seq }) => seq)).toEqual(visits.map((_visit, index) => index + 1));
  // A loaded machine may make the sentinel fall, and then one block is measured again.
  const firstTries = visits.filter(({ attempt }) => attempt === 1);
  expect(firstTries.filter(({ kind }) => kind === "search")).toHaveLength(12);
  expect(visits[0]).toMatchObject({ kind: "calibration", rung: 0, knobs: { kvBits: null, maxBatch: 1 } });
  const block = (number: number) => firstTries.filter((visit) => visit.block === number).map(({ knobs }) => knobs);
  expect(block(2)).toEqual(block(1).toReversed());
  const argv = journalArgv(tune).slice(2);
  expect(argv).toHaveLength(visits.length);
  for (const [index, { requested }] of visits.entries()) {
    const kv = requested.kvBits === null ? "" : ` --kv-bits ${requested.kvBits}`;
    expect(argv[index]).toContain(`${kv} --max-batch ${requested.maxBatch} --max-context 100`);
  }
  expect(new Set(seen).size).toBeGreaterThan(visits.length / 2);
  expect(run).toMatchObject({ exitReason: "ok", rngKey: 7 });
  expect(trials.filter(({ stage }) => stage === 2)).toHaveLength(4);
  expect(trials.filter(({ isKept }) => isKept)).toHaveLength(1);
});

test("TM6, M13, M21 each visit has one warm-up and one volley, its own start and its readings", async () => {
  const tune = await start({ flags: { "max-batch-axis": "1" } });
  expect(await tune.run()).toBe(0);
  const searched = tune.stored().visits.filter(({ kind }) => kind === "search");
  for (const { replicates, conditions, effective } of searched) {
    expect(replicates.map(({ isWarmUp }) => isWarmUp)).toEqual([true, false]);
    expect(conditions).toMatchObject({ start: {}, worst: {}, end: {}, idleSecondsBefore: expect.any(Number) });
    expect(effective?.maxBatch.effective).toBe(1);
  }
  const calibration = tune.stored().visits[0]?.replicates.filter(({ isWarmUp }) => !isWarmUp) ?? [];
  expect(calibration.length).toBeGreaterThanOrEqual(6);
  expect(calibration.length).toBeLessThanOrEqual(12);
});

test("TM19, B66 the kept row covers the winner's visits, and the stored visits alone give the same winner", async () => {
  const tune = await start();
  expect(await tune.run()).toBe(0);
  const { trials } = tune.stored();
  const document = documentOf(tune);
  const kept = trials.find(({ isKept }) => isKept);
  const { winner, winnerValues } = searchResult(replayed(tune).state);
  expect(winner?.knobs).toMatchObject({ kvBits: kept?.kvBits, maxBatch: kept?.maxBatch });
  expect(kept?.kvBits).toBe(8);
  expect(document).toMatchObject({
    strategy: "blocked-halving@1",
    recommendation: { replicates: 3, tps_median: kept?.tpsMedian, ttft_p95_ms: kept?.ttftP95Ms },
  });
  expect(winnerValues.map(({ tps }) => tps).toSorted((left, right) => left - right)[1]).toBeCloseTo(
    kept?.tpsMedian ?? 0,
    9,
  );
});

test("TM18 a quantised cell whose answers differ is not eligible however fast it is; only counts are stored", async () => {
  const tune = await start({ flags: { "max-batch-axis": "1" }, arguments: ["--odd8=3"] });
  expect(await tune.run()).toBe(0);
  const { visits, trials } = tune.stored();
  const quality = visits.filter(({ kind }) => kind === "quality");
  expect(quality.map(({ knobs, quality: counts }) => [knobs.kvBits, counts])).toEqual([
    [null, { asked: 40, agreeing: null, selfAgreeing: 40 }],
    [8, { asked: 40, agreeing: 37, selfAgreeing: null }],
  ]);
  expect(trials.find(({ isKept }) => isKept)?.kvBits).toBeNull();
  expect(JSON.stringify(visits)).not.toContain("France");
  const agreeing = await start({ flags: { "max-batch-axis": "1" }, arguments: ["--odd8=2"] });
  expect(await agreeing.run()).toBe(0);
  expect(agreeing.stored().trials.find(({ isKept }) => isKept)?.kvBits).toBe(8);
});
