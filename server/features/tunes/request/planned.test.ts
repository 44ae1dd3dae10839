import { expect, test } from "vitest";
import { parsePlanFlags } from "../../../../core/autotune/parse-plan.ts";
import { plannedCandidates } from "./planned.ts";

const ORDER = [
  "mlx-community/Llama-3.2-1B-Instruct-4bit",
  "mlx-community/Qwen2.5-32B-Instruct-4bit",
  "acme/unknown",
  "mlx-community/Llama-3.2-3B-Instruct-4bit",
];

test.each([null, 1, 4_000_000_000, 500_000_000_000])(
  "A62 B11 with a budget of %s the estimate moves and drops nothing",
  (workingSetBytes) => {
    const parsed = parsePlanFlags({ "candidate-models": ORDER.join(",") }, "operator");
    if (parsed.kind === "error") throw new Error(parsed.message);
    const planned = plannedCandidates(parsed.plan, { cachedModels: [], workingSetBytes });
    expect(planned.map(({ id }) => id)).toEqual(ORDER);
    expect(planned.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
    expect(planned[2]?.fit.verdict).toBe("unknown");
    expect(planned[1]?.fit.verdict).toBe(
      workingSetBytes === null ? "unknown" : workingSetBytes > 1e11 ? "fits" : "does_not_fit",
    );
  },
);
