import { expect, test } from "vitest";
import { ExitReason } from "../exit-reason.ts";
import type { RecommendationDocument } from "../recommendation-document.ts";
import { decideApply } from "./decide-apply.ts";

type Facts = Parameters<typeof decideApply>[0];

const recommendation = {
  model: "acme/model-7B",
  serve_command: "",
  target_context: 2000,
  replicates: 3,
  tps_median: 10,
  ttft_p95_ms: 1000,
  knobs: { kv_bits: null, max_concurrency_override: 1, max_context_override: 2000 },
};
const against = (verdict: NonNullable<RecommendationDocument["baseline"]>["verdict"]) => ({
  recommendation,
  baseline: { model: "m", knobs: recommendation.knobs, tps_median: 1, ttft_p95_ms: 1, verdict, reason: null },
});
const decide = (change: Partial<Facts>) =>
  decideApply({ isAsked: true, exitReason: "ok", document: { recommendation }, ...change });

test.each(ExitReason.options.filter((reason) => reason !== "ok"))(
  "B77 a run that ended %s is never applied",
  (exitReason) => {
    expect(decide({ exitReason })).toBe("not-complete");
  },
);

test("B77 only a complete, shown winner of an ok run is applied, and only when asked", () => {
  expect(decide({})).toBe("apply");
  expect(decide({ isAsked: false })).toBe("not-asked");
  expect(decide({ document: { recommendation: null } })).toBe("not-complete");
  expect(decide({ document: { recommendation: { ...recommendation, partial: true } } })).toBe("not-complete");
  expect(decide({ document: { recommendation, shown: false } })).toBe("not-shown");
});

test("B118 only the verdict worse keeps the winner from being applied", () => {
  expect(decide({ document: against("worse") })).toBe("worse");
  for (const verdict of ["better", "not_shown", "not_comparable", "not_measured"] as const) {
    expect(decide({ document: against(verdict) })).toBe("apply");
  }
});
