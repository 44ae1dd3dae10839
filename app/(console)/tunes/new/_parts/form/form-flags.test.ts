import { expect, test } from "vitest";
import { parsePlanFlags } from "../../../../../../core/autotune/parse-plan.ts";
import { FLAG_NAMES, formFlags, listOf, type TypedFlags } from "./form-flags.ts";

const typedOf = (change: Partial<TypedFlags> = {}): TypedFlags => ({
  "target-context": null,
  "candidate-models": null,
  "max-model-size": null,
  "min-model-size": null,
  "kv-bits-axis": null,
  "max-batch-axis": null,
  "max-context-axis": null,
  "stage1-replicates": null,
  "stage2-replicates": null,
  "gate-ttft-ms": null,
  "tps-tie-epsilon": null,
  "max-duration": null,
  strategy: null,
  confirm: null,
  ...change,
});

function planOf(list: "practice" | "default" | "operator", flags: Parameters<typeof parsePlanFlags>[0]) {
  const parsed = parsePlanFlags(flags, list, { arePathsAllowed: false, asker: "console" });
  if (parsed.kind !== "ok") throw new Error(parsed.message);
  return parsed.plan;
}

test("H-01 B120 an untouched form sends nothing of its own and shows the console's defaults", () => {
  const form = formFlags(typedOf(), { list: "practice", earlier: null });
  expect(form.sent).toEqual({});
  expect([form.shown.strategy, form.shown.confirm]).toEqual(["grid", "off"]);
  const real = formFlags(typedOf(), { list: "default", earlier: null });
  expect([real.sent, real.shown.strategy, real.shown.confirm]).toEqual([{}, "blocked-halving", "on"]);
  expect(form.shown["gate-ttft-ms"]).toBe("2500");
  expect(form.changed).toEqual([]);
});

test("H-31 run again fills the form with the earlier plan, and the difference is the one field that is changed", () => {
  const plan = planOf("practice", { "stage2-replicates": "5", strategy: "grid" });
  const earlier = { label: "TUNE-7", list: "practice" as const, plan };
  const same = formFlags(typedOf(), { list: "practice", earlier });
  expect(same.changed).toEqual([]);
  expect(planOf("practice", same.sent)).toEqual(plan);
  const form = formFlags(typedOf({ "target-context": "500" }), { list: "practice", earlier });
  expect(form.changed).toEqual(["target-context"]);
  expect(planOf("practice", form.sent)).toEqual({ ...plan, targetContext: 500 });
});

test("B11 an own list is repeated in its own order, a trimmed default list as the ids it had", () => {
  const plan = planOf("operator", { "candidate-models": "practice/tiny-2mb,practice/small-16mb" });
  const form = formFlags(typedOf(), { list: "operator", earlier: { label: "TUNE-8", list: "operator", plan } });
  expect(form.sent["candidate-models"]).toBe("practice/tiny-2mb,practice/small-16mb");
  expect(listOf(planOf("default", {}))).toBe("default");
  expect(listOf(planOf("default", { "max-model-size": "8B" }))).toBe("operator");
});

test("B7 what is typed is sent as typed, so the refusal is in the command line's words", () => {
  const form = formFlags(typedOf({ "target-context": "0" }), { list: "default", earlier: null });
  expect(parsePlanFlags(form.sent, "default")).toMatchObject({
    kind: "error",
    flag: "target-context",
    message: "--target-context 0 must be >= 1",
  });
});

test("H-01 every field of the form has its place in the address", () => {
  expect([...FLAG_NAMES].sort()).toEqual(Object.keys(typedOf()).sort());
});

test("B120 replicates of the cells are sent only where the strategy has a use for them", () => {
  const typed = typedOf({ "stage2-replicates": "7" });
  expect(formFlags(typed, { list: "default", earlier: null }).sent["stage2-replicates"]).toBeUndefined();
  const grid = formFlags({ ...typed, strategy: "grid" }, { list: "default", earlier: null });
  expect(grid.sent).toMatchObject({ strategy: "grid", "stage2-replicates": "7" });
});
