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
