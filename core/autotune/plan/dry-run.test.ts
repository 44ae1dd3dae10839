import { describe, expect, test } from "vitest";
import { parsePlanFlags } from "../parse-plan.ts";
import type { PlanFlags } from "../plan-flags.ts";
import type { CandidateSource, TunePlan } from "../tune-plan.ts";
import { dryRunLines } from "./dry-run.ts";
import { planCommand, planFlagsOf } from "./plan-command.ts";

function plan(flags: PlanFlags, list: CandidateSource = "default"): TunePlan {
  const parsed = parsePlanFlags(flags, list);
  if (parsed.kind === "error") throw new Error(parsed.message);
  return parsed.plan;
}

describe("B8 dry run", () => {
  test("TB32 lists a small-first order as given, with its source", () => {
    const lines = dryRunLines(plan({ "candidate-models": "acme/z-1B,acme/x-32B" }), {
      port: 18_080,
      database: "/state/agent.db",
      retainRuns: 50,
    });
    expect(lines).toEqual([
      "autotune: dry run",
      "target context: 2000 tokens",
      "candidates (operator-supplied order):",
      "  1. acme/z-1B",
      "  2. acme/x-32B",
      "replicates: stage 1 1, stage 2 3",
      "gate: ttft p95 <= 60000 ms; tie epsilon: 0.02",
      "kv bits axis: unset,4,8",
      "max batch axis: 1,2",
      "max context axis: <target-context>",
      "port: 18080",
      "database: /state/agent.db",
      "retained runs: 50",
      "Nothing was started, created or written.",
    ]);
  });

  test("B8 names the default and the practice list", () => {
    expect(dryRunLines(plan({}))[2]).toBe("candidates (largest-first default list):");
    expect(dryRunLines(plan({}, "practice"))[2]).toBe("candidates (largest-first practice list):");
  });
});

describe("the same plan by hand", () => {
  test("the default plan needs no flag", () => {
    expect(planCommand(plan({}))).toBe("espalier autotune");
  });

  test("names only what differs", () => {
    expect(planCommand(plan({ "target-context": "4000", "max-model-size": "1B" }))).toBe(
      "espalier autotune --target-context 4000 --candidate-models mlx-community/Llama-3.2-1B-Instruct-4bit",
    );
  });

  test.each<[PlanFlags, CandidateSource]>([
    [{}, "practice"],
    [{ "max-context-axis": "8000,4000", "kv-bits-axis": "8,unset" }, "default"],
    [{ "candidate-models": "acme/one,acme/two", "tps-tie-epsilon": "0.05" }, "operator"],
  ])("B120 its flags parse back to the same question: %j %s", (flags, list) => {
    const asked = plan(flags, list);
    expect({ ...plan(planFlagsOf(asked)), candidateSource: list }).toEqual(asked);
  });
});
