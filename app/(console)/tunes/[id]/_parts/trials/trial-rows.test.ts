import { expect, test } from "vitest";
import { trialOf } from "../../../../../_charts/prepare/test-trial.ts";
import { replicateRows } from "../raw/replicate-rows.ts";
import { effectiveWords, nextFailure } from "./trial-row-words.ts";

const reading = (requested: number | null, effective: number | null, source: "engine" | "unknown" = "engine") => ({
  requested,
  effective,
  source,
});

test("A42 requested and effective settings are told apart knob by knob", () => {
  const same = { kvBits: reading(8, 8), maxBatch: reading(2, 2), maxContext: reading(1000, 1024) };
  expect(effectiveWords(trialOf({ localId: 1, effective: same }))).toBe("as requested");
  expect(effectiveWords(trialOf({ localId: 1, effective: { ...same, maxBatch: reading(2, 1) } }))).toBe(
    "max_batch asked 2, runs 1",
  );
  expect(effectiveWords(trialOf({ localId: 1, effective: { ...same, kvBits: reading(8, null, "unknown") } }))).toBe(
    "kv_bits could not be read",
  );
  expect(effectiveWords(trialOf({ localId: 1, effective: null }))).toBe("not read");
});

test("H-27 f walks the failed rows and begins again at the first", () => {
  const trials = [
    trialOf({ localId: 1, isFeasible: false }),
    trialOf({ localId: 2 }),
    trialOf({ localId: 3, isFeasible: false }),
  ];
  expect(nextFailure(trials, null)).toBe(1);
  expect(nextFailure(trials, 1)).toBe(3);
  expect(nextFailure(trials, 3)).toBe(1);
  expect(nextFailure([trialOf({ localId: 2 })], null)).toBeNull();
});

test("M13 a warm-up is listed and named as not counted", () => {
  const rows = replicateRows([trialOf({ localId: 7 })]);
  expect(rows.map((row) => row.name)).toEqual(["warm-up, not counted", "replicate 1", "replicate 2", "replicate 3"]);
  expect(rows[2]?.tps).toBe("20.0 tok/s");
});
