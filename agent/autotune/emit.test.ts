import { expect, test } from "vitest";
import { parsePlanFlags } from "../../core/autotune/parse-plan.ts";
import { buildDocument } from "../../core/autotune/recommendation.ts";
import { testCell, testFailure, testTrial } from "../../core/autotune/report/test-trial.ts";
import type { TuneTrial } from "../../core/autotune/trial.ts";
import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import { emit, noFeasibleReport } from "./emit.ts";

function planOf(list?: string): TunePlan {
  const parsed = parsePlanFlags(list === undefined ? {} : { "candidate-models": list }, "default");
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed.plan;
}

/** Every candidate of the plan failed, measured in the plan's order. */
const failures = ({ candidates }: TunePlan): TuneTrial[] =>
  candidates.map(({ id }, index) => testFailure(index + 1, id, { notes: `${id} failed` }));

const modelsOf = (lines: readonly string[]): string[] =>
  lines.slice(2, -1).map((line) => line.split(/ \(smallest\)|: /)[0] ?? "");

test("TB50, B56 the run layer passes a size order for the default list and for one in any order", () => {
  const usual = planOf();
  const bySize = usual.candidates.map(({ id }) => id).reverse();
  const report = noFeasibleReport(usual, failures(usual));
  expect(modelsOf(report.lines)).toEqual(bySize);
  expect(report.lines[2]).toBe(`${bySize[0]} (smallest): ${bySize[0]} failed`);
  // A small-first list: the fallback, its reverse, would put the 32B first.
  const explicit = planOf("a/x-3B,a/y-1B,a/z-32B");
  expect(modelsOf(noFeasibleReport(explicit, failures(explicit)).lines)).toEqual(["a/y-1B", "a/x-3B", "a/z-32B"]);
});

test("TB46 of a small-first list the smallest one's reason leads the error string, without its label", () => {
  const plan = planOf("a/s-1b,a/l-32b");
  expect(noFeasibleReport(plan, failures(plan)).error).toBe("a/s-1b: a/s-1b failed; a/l-32b: a/l-32b failed");
});

function said(plan: TunePlan, trials: readonly TuneTrial[], wantsJson: boolean) {
  const [out, err]: [string[], string[]] = [[], []];
  const document = buildDocument({
    runId: "0190c8a2-0000-7000-8000-000000000001",
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:10:00.000Z",
    machine: { ramGb: 16, chip: "Apple M2", osVersion: "15.1", binaryVersion: "0.1.0" },
    plan,
    trials,
    exitReason: "no_feasible",
    areCellsFinished: true,
    hasStage2Begun: trials.some(({ stage }) => stage === 2),
    dbPath: "/state/agent.db",
    provider: "espalier",
  });
  const end = { exitReason: "no_feasible" as const, message: null };
  const io = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) };
  emit({ io, document, end, plan, trials, winner: null, wantsJson });
  return { out, err, document };
}

test("TB3, B55, B67, B71 without a feasible candidate: reasons on stderr, the block and one document line on stdout", () => {
  const plan = planOf("a/x-7B,a/y-1B");
  const { out, err, document } = said(plan, failures(plan), true);
  expect(err).toEqual([
    "autotune: no candidate fits this Mac.",
    "target context: 2000 tokens",
    "a/y-1B (smallest): a/y-1B failed",
    "a/x-7B: a/x-7B failed",
    "hint: lower --target-context or give another list with --candidate-models",
  ]);
  expect(out[0]).toBe("=== autotune: NO RECOMMENDATION ===");
  expect(out.filter((line) => line.startsWith("{"))).toEqual([JSON.stringify(document)]);
  expect(document).toMatchObject({ recommendation: null, recipe_hash: null });
  expect(said(plan, failures(plan), false).out.some((line) => line.startsWith("{"))).toBe(false);
});

test("B65 without a feasible cell every cell's reason stands behind its knobs", () => {
  const plan = planOf("a/x-7B");
  const trials = [
    testTrial(1, { model: "a/x-7B" }),
    testCell(2, [null, null], { model: "a/x-7B" }),
    testCell(3, [null, null], { model: "a/x-7B", kvBits: 8, maxBatch: 2, notes: "idle timeout after 300 s" }),
  ];
  const reason =
    "kv_bits=unset, max_batch=1, max_context=2000: HTTP 503; kv_bits=8, max_batch=2, max_context=2000: idle timeout after 300 s";
  const { err, document } = said(plan, trials, false);
  expect(err).toEqual([`autotune: no feasible cell: ${reason}`]);
  expect(document.infeasible).toEqual([{ model: "a/x-7B", rank: 1, reason }]);
});
