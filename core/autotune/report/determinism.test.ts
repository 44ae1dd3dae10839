import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDocument, type TuneRunFacts } from "../recommendation.ts";
import { candidatesOf, testCell, testPlan, testTrial } from "./test-trial.ts";

const rate = fc.option(fc.double({ min: 0.1, max: 500, noNaN: true }), { nil: null });
const cells = fc.array(fc.tuple(rate, fc.double({ min: 1, max: 60_000, noNaN: true })), {
  minLength: 1,
  maxLength: 12,
});

function runOf(values: readonly (readonly [number | null, number])[], tieEpsilon: number): TuneRunFacts {
  const knobs = (index: number) => ({ maxBatch: index + 1 });
  return {
    runId: "0190c8a2-0000-7000-8000-000000000001",
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:10:00.000Z",
    machine: { ramGb: 16, chip: "Apple M2", osVersion: "15.1", binaryVersion: "0.1.0" },
    plan: testPlan({ candidates: candidatesOf("acme/model-7B", "acme/z-1B"), tpsTieEpsilon: tieEpsilon }),
    trials: [
      testTrial(1),
      ...values.map(([tps, ttft], index) => testCell(index + 2, [tps, tps === null ? null : ttft], knobs(index))),
    ],
    exitReason: values.every(([tps]) => tps === null) ? "no_feasible" : "ok",
    hasStage2Begun: true,
    areCellsFinished: true,
    dbPath: "/state/agent.db",
    provider: "espalier",
  };
}

test("B5 equal list, target context and measured values give the same document, byte for byte, and change no input", () => {
  fc.assert(
    fc.property(cells, fc.double({ min: 0, max: 0.1, noNaN: true }), (values, tieEpsilon) => {
      const run = runOf(values, tieEpsilon);
      const before = JSON.stringify(run);
      const first = JSON.stringify(buildDocument(run));
      expect(JSON.stringify(buildDocument(runOf(values, tieEpsilon)))).toBe(first);
      expect(JSON.stringify(run)).toBe(before);
    }),
  );
});
