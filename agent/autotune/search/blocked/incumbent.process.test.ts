import { expect, test } from "vitest";
import type { AppliedRecipe } from "../../../../core/autotune/baseline/applied-recipe.ts";
import { RecommendationDocument } from "../../../../core/autotune/recommendation-document.ts";
import { tuneTest } from "../../../test/tune-harness.ts";

const FLAGS = {
  "target-context": "100",
  "candidate-models": "org/a-1B",
  "kv-bits-axis": "8",
  "max-batch-axis": "1",
  strategy: "blocked-halving",
};

async function searched(applied: AppliedRecipe, isCached = true) {
  const tune = await tuneTest({
    provider: "provider-by-knobs.ts",
    flags: FLAGS,
    place: { applied, cache: { isCached: () => isCached, cachedBytes: () => 0 } },
  });
  expect(await tune.run()).toBe(0);
  const document = RecommendationDocument.parse(JSON.parse(tune.out.find((line) => line.startsWith("{")) ?? "null"));
  const { visits, trials, run } = tune.stored();
  return { document, visits, trials, run, carried: visits.filter(({ kind }) => kind === "incumbent") };
}

test("B118 M19 an applied recipe outside the axes is visited in every block, shown and never chosen", async () => {
  const knobs = { kvBits: 4 as const, maxBatch: 1, maxContext: 100 };
  const { carried, document, trials, run } = await searched({ model: "org/a-1B", knobs });
  // A loaded machine may make the sentinel fall, and then one block is measured again.
  const firstTries = carried.filter(({ attempt }) => attempt === 1);
  expect(firstTries.map(({ block, knobs: visited }) => [block, visited])).toEqual(
    [1, 2, 3].map((block) => [block, knobs]),
  );
  expect(document.baseline).toMatchObject({ model: "org/a-1B", verdict: "better", tps_median: expect.any(Number) });
  expect(document.recommendation?.knobs.kv_bits).toBe(8);
  expect(trials.filter(({ stage }) => stage === 2).map(({ kvBits }) => kvBits)).toEqual([8]);
  expect(run?.baseline?.replicates.filter(({ isWarmUp }) => !isWarmUp)).toHaveLength(3);
});

test("B118 an applied recipe that is a cell serves as the baseline without a start of its own", async () => {
  const { carried, document, trials, run } = await searched({
    model: "org/a-1B",
    knobs: { kvBits: 8, maxBatch: null, maxContext: 100 },
  });
  expect(carried).toEqual([]);
  const kept = trials.find(({ isKept }) => isKept);
  expect(run?.baseline).toMatchObject({ trialLocalId: kept?.localId, replicates: [], notMeasured: null });
  expect(document.baseline).toMatchObject({ verdict: "not_shown", tps_median: kept?.tpsMedian });
});

test("B118 an applied recipe of another model is visited once, before rung 1, and gets no speed verdict", async () => {
  const applied = { model: "org/b-1B", knobs: { kvBits: null, maxBatch: 1, maxContext: 100 } };
  const { carried, visits, document } = await searched(applied);
  expect(carried).toMatchObject([{ model: "org/b-1B", rung: 0 }]);
  expect(visits.findIndex(({ kind }) => kind === "incumbent")).toBe(1);
  expect(document.baseline).toMatchObject({ model: "org/b-1B", verdict: "not_comparable" });
});

test("B118 an applied recipe whose weights are not cached is not measured, with its reason", async () => {
  const applied = { model: "org/b-1B", knobs: { kvBits: null, maxBatch: 1, maxContext: 100 } };
  const { carried, document } = await searched(applied, false);
  expect(carried).toEqual([]);
  expect(document.baseline).toMatchObject({ verdict: "not_measured", reason: "weights not cached", tps_median: null });
});
