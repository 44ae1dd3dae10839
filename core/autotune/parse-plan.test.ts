import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_CANDIDATES, PRACTICE_CANDIDATES } from "../serving/catalogue.ts";
import { parsePlanFlags } from "./parse-plan.ts";
import { planDefaults } from "./plan/plan-defaults.ts";
import type { PlanFlags } from "./plan-flags.ts";
import { TunePlan } from "./tune-plan.ts";

function plan(flags: PlanFlags, list: "default" | "practice" | "operator" = "default"): TunePlan {
  const parsed = parsePlanFlags(flags, list);
  if (parsed.kind === "error") throw new Error(parsed.message);
  return TunePlan.parse(parsed.plan);
}

const ids = (flags: PlanFlags): string[] => plan(flags).candidates.map(({ id }) => id);
const message = (flags: PlanFlags): string | null => {
  const parsed = parsePlanFlags(flags, "default");
  return parsed.kind === "error" ? parsed.message : null;
};

describe("B7 a refusal is one line naming flag and value", () => {
  test.each<[PlanFlags, string]>([
    [{ "target-context": "0" }, "--target-context 0 must be >= 1"],
    [{ "target-context": "many" }, "--target-context many must be >= 1"],
    [{ "kv-bits-axis": "5" }, "--kv-bits-axis cell '5' must be unset, 4 or 8"],
    [{ "max-batch-axis": "65" }, "--max-batch-axis cell '65' must be between 1 and 64"],
    [{ "max-context-axis": "0" }, "--max-context-axis cell '0' must be >= 1"],
    [
      { "target-context": "4000", "max-context-axis": "2000,4000" },
      "--max-context-axis cell 2000 is below --target-context 4000",
    ],
    [{ "min-model-size": "14B", "max-model-size": "7B" }, "--min-model-size 14B is greater than --max-model-size 7B"],
    [{ "min-model-size": "64B" }, "--min-model-size/--max-model-size leave no candidate"],
    [{ "max-model-size": "big" }, "--max-model-size big must be a positive number, with or without B"],
    [{ "stage1-replicates": "0" }, "--stage1-replicates 0 must be >= 1"],
    [{ "stage2-replicates": "101" }, "--stage2-replicates 101 must be >= 1 and <= 100"],
    [{ "gate-ttft-ms": "0" }, "--gate-ttft-ms 0 must be > 0"],
    [{ "tps-tie-epsilon": "-0.1" }, "--tps-tie-epsilon -0.1 must be finite and >= 0"],
    [{ "tps-tie-epsilon": "Infinity" }, "--tps-tie-epsilon Infinity must be finite and >= 0"],
    [{ "max-duration": "0" }, "--max-duration 0 must be > 0"],
    [{ strategy: "random" }, "--strategy random must be grid or blocked-halving"],
    [{ "kv-bits-axis": "8,08" }, "--kv-bits-axis contains a duplicate cell: 08"],
    [{ "max-batch-axis": "1,2,1" }, "--max-batch-axis contains a duplicate cell: 1"],
    [{ "candidate-models": "a/B,A/b" }, "--candidate-models contains a duplicate cell: A/b"],
    [{ "candidate-models": "-x" }, "--candidate-models cell '-x' must not start with -"],
    [{ "candidate-models": "/tmp/model.gguf" }, "--candidate-models cell '/tmp/model.gguf' must not be a path"],
  ])("%j", (flags, expected) => {
    expect(message(flags)).toBe(expected);
  });

  test("B7 the refusal names the flag a form marks", () => {
    expect(parsePlanFlags({ "max-batch-axis": "0" }, "default")).toMatchObject({
      kind: "error",
      flag: "max-batch-axis",
    });
    expect(parsePlanFlags({}, "operator")).toMatchObject({ kind: "error", flag: "candidate-models" });
  });

  test("A50 a path is a model for a run by hand", () => {
    const parsed = parsePlanFlags({ "candidate-models": "/models/a.gguf" }, "default", {
      arePathsAllowed: true,
      asker: "hand",
    });
    expect(parsed).toMatchObject({ kind: "ok" });
  });
});

describe("TB31 an empty cell is refused in the same words for every list flag", () => {
  test.each<keyof PlanFlags>(["candidate-models", "kv-bits-axis", "max-batch-axis", "max-context-axis"])(
    "--%s",
    (flag) => {
      const cells = { "candidate-models": "one,,two", "max-context-axis": "4000,,8000" };
      const text = flag === "candidate-models" || flag === "max-context-axis" ? cells[flag] : "1,";
      expect(message({ [flag]: text })).toBe(`--${flag} contains an empty cell; check for stray commas`);
    },
  );
});

describe("B9 to B13 the candidate list", () => {
  test("TB14 without a list flag the 32B is first", () => {
    expect(ids({})).toEqual(DEFAULT_CANDIDATES);
    expect(ids({})[0]).toBe("mlx-community/Qwen2.5-32B-Instruct-4bit");
  });

  test("TB19 --max-model-size 8B starts at 7B, --min-model-size 3B drops the 1B", () => {
    expect(ids({ "max-model-size": "8B" })).toEqual(DEFAULT_CANDIDATES.slice(2));
    expect(ids({ "max-model-size": "8B", "min-model-size": "3B" })).toEqual(DEFAULT_CANDIDATES.slice(2, 4));
  });

  test("B12 the bounds are inclusive", () => {
    expect(ids({ "max-model-size": "7", "min-model-size": "7b" })).toEqual([DEFAULT_CANDIDATES[2]]);
  });

  test("TB15 an explicit list ignores size flags and warns", () => {
    const parsed = parsePlanFlags({ "candidate-models": "1B,32B", "max-model-size": "8B" }, "default");
    expect(parsed).toMatchObject({
      kind: "ok",
      plan: { candidateSource: "operator", candidates: [{ id: "1B" }, { id: "32B" }] },
      warnings: ["warning: --candidate-models supplied; ignoring --max-model-size/--min-model-size"],
    });
  });

  test("B13 min over max is refused with an explicit list too", () => {
    expect(message({ "candidate-models": "a/b", "min-model-size": "2", "max-model-size": "1" })).toContain(
      "is greater",
    );
  });

  test("TB32 B11 a small-first order is kept verbatim", () => {
    const order = ["mlx-community/Llama-3.2-1B-Instruct-4bit", "mlx-community/Qwen2.5-32B-Instruct-4bit"];
    expect(ids({ "candidate-models": order.join(", ") })).toEqual(order);
  });

  test("B11 any order of any ids comes out as it went in", () => {
    const id = fc.stringMatching(/^[a-z][a-z0-9]{0,8}\/[a-z0-9]{1,8}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 20 }), (list) => {
        expect(ids({ "candidate-models": list.join(",") })).toEqual(list);
      }),
    );
  });
});

describe("TB25 TB18 B14 the axes", () => {
  test("context cells are absolute, sorted ascending", () => {
    expect(plan({ "max-context-axis": "8000,4000", "target-context": "4000" }).maxContextAxis).toEqual([4000, 8000]);
  });

  test("a duplicate context cell is refused, an empty text is one cell at the target", () => {
    expect(message({ "max-context-axis": "4000,4000" })).toBe("--max-context-axis contains a duplicate cell: 4000");
    expect(plan({ "max-context-axis": "" }).maxContextAxis).toEqual([]);
  });

  test("the default kv axis contains unset and keeps its order", () => {
    expect(plan({}).kvBitsAxis).toEqual([null, 4, 8]);
    expect(plan({ "kv-bits-axis": "8,UNSET" }).kvBitsAxis).toEqual([8, null]);
  });
});

describe("B120 the lists' own defaults", () => {
  test("the default list has the command line's defaults", () => {
    expect(plan({})).toMatchObject({
      targetContext: 2000,
      stage1Replicates: 1,
      stage2Replicates: 3,
      gateTtftMs: 60_000,
      tpsTieEpsilon: 0.02,
      maxDurationS: 7200,
      maxBatchAxis: [1, 2],
    });
  });

  test("the practice list has its own context, gate and axes", () => {
    const practice = plan({}, "practice");
    expect(practice.candidates.map(({ id }) => id)).toEqual(PRACTICE_CANDIDATES);
    expect(practice.candidateSource).toBe("practice");
    expect(practice.gateTtftMs).toBeLessThan(60_000);
  });

  test.each(["default", "practice"] as const)(
    "planDefaults of the %s list is the same plan as no flags at all",
    (list) => {
      expect(plan(planDefaults(list), list)).toEqual(plan({}, list));
    },
  );
});

test("FZ1 no text makes the parser throw", () => {
  const text = fc.option(fc.string({ maxLength: 20 }), { nil: undefined });
  const flags = fc.record({
    "target-context": text,
    "candidate-models": text,
    "kv-bits-axis": text,
    "max-batch-axis": text,
    "max-context-axis": text,
    "tps-tie-epsilon": text,
    "max-model-size": text,
  });
  fc.assert(
    fc.property(flags, (given) => {
      const parsed = parsePlanFlags(given, "default");
      if (parsed.kind === "ok") TunePlan.parse(parsed.plan);
    }),
  );
});
