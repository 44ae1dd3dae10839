import { expect, test } from "vitest";
import type { JobEnvelope } from "../../../core/contract/v1/job.ts";
import { DEFAULT_POLICY } from "../../../core/policy/local-policy.ts";
import { decideJobPermit, type PermitMoment } from "./permit-job.ts";

const ID = "11111111-1111-4111-8111-111111111111";

const envelope = (params: unknown): JobEnvelope => ({
  ...{ v: 1, iss: "server", aud: ID, org: "o", job: ID, kind: "probe", params },
  ...{ fence: "1.1", attempt: 1, approval: null, nbf: 0, exp: 600, jti: ID },
});

const PROBE = { probeId: ID, target: "live", purpose: "measure", profile: "quick@1" };

const MOMENT: PermitMoment = {
  policy: {
    summary: DEFAULT_POLICY,
    start: { requireAc: true, thermalMax: "moderate", quietHours: [], minFreeDiskMib: 256 },
    shareClasses: [],
    problem: null,
  },
  facts: {
    ...{ machineId: "m", hostName: "h", chip: "c", cores: 1, ramBytes: 1, ramGb: 1, os: "o", osVersion: "1" },
    ...{ arch: "a", workingSetBytes: null, diskFreeBytes: null, powerSource: null, thermalLevel: null },
    ...{ memoryPressureLevel: null, nodeVersion: "24", agentVersion: "0" },
  },
  cachedModels: [],
  localMinutes: 720,
  isTuneLockHeld: false,
  serverNowMs: 0,
  agentId: ID,
};

test("INV-17 a probe of what is live is permitted by the default policy", () => {
  expect(decideJobPermit(envelope(PROBE), MOMENT)).toEqual({ kind: "permit", work: { kind: "probe", params: PROBE } });
});

test("T12 B100 it waits while a tune run by hand holds the machine", () => {
  const decision = decideJobPermit(envelope(PROBE), { ...MOMENT, isTuneLockHeld: true });
  expect(decision).toMatchObject({ kind: "defer", reason: "tune_by_hand" });
});

test.each([
  ["LP3 a policy without probe", { jobs: ["tune"] }, "policy_kind"],
  ["LP3 a policy with less time than a probe may take", { maxJobSeconds: 600 }, "policy_duration"],
  ["LP2 an unreadable policy", { isReadable: false }, "policy_unreadable"],
])("%s refuses it", (_title, change, reason) => {
  const policy = { ...MOMENT.policy, summary: { ...DEFAULT_POLICY, ...change } };
  expect(decideJobPermit(envelope(PROBE), { ...MOMENT, policy })).toMatchObject({ kind: "refuse", reason });
});

test("JK1 an unknown parameter is refused", () => {
  const decision = decideJobPermit(envelope({ ...PROBE, path: "/tmp" }), MOMENT);
  expect(decision).toMatchObject({ kind: "refuse", reason: "unsupported" });
});

const TUNE = {
  runId: ID,
  engine: "embedded",
  plan: {
    ...{ targetContext: 128, candidates: [{ id: "practice/tiny-2mb", revision: null }], candidateSource: "practice" },
    ...{ kvBitsAxis: [null], maxBatchAxis: [1], maxContextAxis: [], stage1Replicates: 1, stage2Replicates: 1 },
    ...{ gateTtftMs: 60_000, tpsTieEpsilon: 0.02, strategy: "grid", maxDurationS: 600 },
  },
};
const APPROVAL = { approvedBy: "Ada", at: "1970-01-01T00:00:00.000Z", runId: ID };
const tune = (params: unknown): JobEnvelope => ({ ...envelope(params), kind: "tune" });
const draining = { ...MOMENT, policy: { ...MOMENT.policy, summary: { ...DEFAULT_POLICY, remoteDrain: true } } };

test("TB72, B121 approval on and policy off is refused, whatever the console approved", () => {
  expect(decideJobPermit(tune(TUNE), MOMENT)).toMatchObject({ kind: "permit" });
  const decision = decideJobPermit(tune({ ...TUNE, drainApproval: APPROVAL }), MOMENT);
  expect(decision).toMatchObject({ kind: "refuse", reason: "policy_drain", detail: "remote_drain: false" });
});

test("B122, JK2 with policy on the approval is checked again: this run, within a day", () => {
  const decide = (change: Partial<typeof APPROVAL>, serverNowMs = 0) =>
    decideJobPermit(tune({ ...TUNE, drainApproval: { ...APPROVAL, ...change } }), { ...draining, serverNowMs });
  expect(decide({})).toMatchObject({ kind: "permit" });
  expect(decide({ runId: "22222222-2222-4222-8222-222222222222" })).toMatchObject({ reason: "missing_approval" });
  expect(decide({}, 2 * 86_400_000)).toMatchObject({ reason: "missing_approval" });
});

const HASH = "a".repeat(64);
const APPLY = {
  proposalKind: "image-recipe",
  class: "receipt",
  approval: { approvedBy: "Ada", at: "1970-01-01T00:00:00.000Z", agentId: ID, class: "receipt", hash: HASH },
  recipe: HASH,
  baseHash: null,
  targetHash: HASH,
};
const apply = (params: unknown): JobEnvelope => ({ ...envelope(params), kind: "apply" });
const applying = { ...MOMENT, policy: { ...MOMENT.policy, summary: { ...DEFAULT_POLICY, remoteApply: true } } };

test("TU51, AP11 an approved apply waits for the Mac's own policy, which wins and is quoted", () => {
  const refused = { kind: "refuse", reason: "policy_apply", detail: "remote_apply: false" };
  expect(decideJobPermit(apply(APPLY), MOMENT)).toMatchObject(refused);
  expect(decideJobPermit(apply(APPLY), applying)).toMatchObject({ kind: "permit", work: { kind: "apply" } });
});

test("TU51, JK2 with policy on the approval is checked again: this Mac, and in it", () => {
  const missing = { kind: "refuse", reason: "missing_approval" };
  expect(decideJobPermit(apply(APPLY), { ...applying, agentId: null })).toMatchObject(missing);
  const { approval: _none, ...unapproved } = APPLY;
  expect(decideJobPermit(apply(unapproved), applying)).toMatchObject({ reason: "unsupported" });
});

test("JK1 an apply of a serve recipe is refused by this version", () => {
  const decision = decideJobPermit(apply({ ...APPLY, proposalKind: "serve-recipe" }), applying);
  expect(decision).toMatchObject({ kind: "refuse", reason: "unsupported" });
});
