import { expect, test } from "vitest";
import { type ProbedLevel, prepareProbeHistory } from "./probe-history.ts";

const level = (day: number, change: Partial<ProbedLevel> = {}): ProbedLevel => ({
  probeId: `p${day}`,
  level: 0,
  atMs: Date.UTC(2026, 10, day),
  profile: "standard@1",
  load: "one at a time",
  model: "acme/model-7B",
  knobs: null,
  tps: 20 + day,
  ttftMs: 900,
  n: 20,
  cmpKey: "k1",
  ...change,
});

test("H-54 levels of unequal keys are never joined, and one without a key stands alone", () => {
  const view = prepareProbeHistory([
    level(1),
    level(2),
    level(3, { cmpKey: "k2" }),
    level(4, { cmpKey: null }),
    level(5, { cmpKey: null }),
  ]);
  expect(view.series.map(({ points }) => points.map(({ probeId }) => probeId))).toEqual([
    ["p1", "p2"],
    ["p3"],
    ["p4"],
    ["p5"],
  ]);
});

test("H-40 the twin has a row for every level, oldest first, and points at its mark", () => {
  const view = prepareProbeHistory([level(3), level(1, { cmpKey: "k2" }), level(2, { tps: null, ttftMs: null })]);
  expect(view.twin.rows.map(({ id }) => id)).toEqual(["p1.0", "p2.0", "p3.0"]);
  expect(view.twin.rows.map(({ at }) => at)).toEqual([{ dataset: 0, index: 0 }, null, { dataset: 1, index: 1 }]);
  expect(view.n).toBe(40);
});

test("the sentence compares the newest only with what may stand beside it", () => {
  expect(prepareProbeHistory([level(1), level(2), level(9)]).sentence).toBe(
    "The newest probe decoded 29.0 tok/s (median of 20) with standard@1, one at a time; the 2 before it under the same conditions, 21.0 tok/s to 22.0 tok/s.",
  );
  expect(prepareProbeHistory([level(1), level(2, { cmpKey: "k2" })]).sentence).toContain(
    "nothing earlier may stand beside it",
  );
  expect(prepareProbeHistory([]).sentence).toBe("No probe has measured this machine's provider yet.");
});
