import { describe, expect, test } from "vitest";
import type { PolicySummary } from "../contract/v1/facts.ts";
import { decidePermit, type PermitQuestion } from "./decide-permit.ts";
import { DEFAULT_POLICY, UNREADABLE_POLICY } from "./local-policy.ts";

const model = (id: string, revision: string | null = null) => ({ id, revision });
const TUNE: PermitQuestion = {
  policy: DEFAULT_POLICY,
  kind: "tune",
  models: [model("practice/tiny-2mb")],
  maxDurationS: 7200,
  isDrainAsked: false,
  cachedModels: [],
};
const reasonOf = (change: Partial<PermitQuestion>): string => {
  const decision = decidePermit({ ...TUNE, ...change });
  return decision.kind === "permit" ? "permit" : decision.reason;
};
const policy = (change: Partial<PolicySummary>): PolicySummary => ({ ...DEFAULT_POLICY, ...change });

describe("LP1 LP3 the defaults of an absent file", () => {
  test.each<[string, Partial<PermitQuestion>, string]>([
    ["a practice tune", {}, "permit"],
    ["the default list", { models: [model("mlx-community/Qwen2.5-32B-Instruct-4bit")] }, "permit"],
    ["the default list's GGUF form", { models: [model("bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M")] }, "permit"],
    ["another model", { models: [model("acme/x-7B")] }, "policy_model"],
    ["another model that is cached", { models: [model("acme/x-7B")], cachedModels: ["Acme/X-7b"] }, "permit"],
    ["a path", { models: [model("/models/a.gguf")] }, "policy_model"],
    ["TB72 a drain inside a tune", { isDrainAsked: true }, "policy_drain"],
    ["a drain", { kind: "drain", models: [] }, "policy_drain"],
    ["an apply", { kind: "apply", models: [] }, "policy_apply"],
    ["a rollback", { kind: "rollback", models: [] }, "policy_apply"],
    ["an update", { kind: "update", models: [] }, "policy_update"],
    ["a repair", { kind: "repair", models: [] }, "policy_kind"],
    ["INV-26 an unknown kind", { kind: "dance", models: [] }, "unsupported"],
    ["a run longer than allowed", { maxDurationS: 10_801 }, "policy_duration"],
    ["a restore", { kind: "restore", models: [] }, "permit"],
  ])("%s: %s", (_title, change, expected) => {
    expect(reasonOf(change)).toBe(expected);
  });

  test("INV-17 one denied model of many is enough, and it is named", () => {
    const decision = decidePermit({ ...TUNE, models: [...TUNE.models, model("acme/x-7B")] });
    expect(decision).toEqual({
      kind: "refuse",
      reason: "policy_model",
      detail: "models.allow does not cover acme/x-7B",
    });
  });
});

describe("LP1 a file that says otherwise", () => {
  test.each<[string, PolicySummary, Partial<PermitQuestion>, string]>([
    ["a switch adds its kinds", policy({ remoteApply: true }), { kind: "apply", models: [] }, "permit"],
    ["restore cannot be denied", policy({ jobs: [] }), { kind: "restore", models: [] }, "permit"],
    ["an organisation", policy({ modelsAllow: ["acme/*"] }), { models: [model("acme/x")] }, "permit"],
    ["not its namesake", policy({ modelsAllow: ["acme/*"] }), { models: [model("acme2/x")] }, "policy_model"],
    [
      "a pinned revision",
      policy({ modelsAllow: [`acme/x@${"a".repeat(40)}`] }),
      { models: [model("acme/x", "a".repeat(40))] },
      "permit",
    ],
    [
      "not another one",
      policy({ modelsAllow: [`acme/x@${"a".repeat(40)}`] }),
      { models: [model("acme/x")] },
      "policy_model",
    ],
    ["LP2 an unreadable file", UNREADABLE_POLICY, {}, "policy_unreadable"],
    ["LP2 but restore", UNREADABLE_POLICY, { kind: "restore", models: [] }, "permit"],
  ])("%s", (_title, given, change, expected) => {
    expect(reasonOf({ ...change, policy: given })).toBe(expected);
  });
});
