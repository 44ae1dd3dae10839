import { describe, expect, test } from "vitest";
import { testCapabilities, testFacts, testPolicy } from "../../agent-plane/test-agent.ts";
import type { Host } from "../jobs/index.ts";
import { warningsOf } from "./warnings.ts";

const at = new Date("2026-11-20T12:00:00.000Z");

function host(changes: Partial<Host> = {}): Host {
  return {
    row: {
      id: "a",
      orgId: "o",
      state: "ACTIVE",
      isHouse: false,
      hostName: "mini",
      agentVersion: "0.1.0",
      lastContactAt: at,
      goodbyeAt: null,
      factsJson: "",
      factsAt: at,
      capsJson: null,
      capsAt: null,
      policyJson: null,
      policyAt: null,
    },
    facts: testFacts(),
    capabilities: testCapabilities(),
    policy: testPolicy(),
    presence: { state: "fresh", ageMs: 1000, lastContactAt: at.toISOString() },
    ...changes,
  };
}

const facts = { machineMates: [], newestVersion: "0.1.0", isUnencrypted: false };
const offline = { state: "offline" as const, ageMs: 200_000, lastContactAt: at.toISOString() };
const noEngine = testCapabilities({ engines: [], missing: [{ engine: "embedded", reason: "no AVX2" }] });

describe("warnings of a machine", () => {
  test("a healthy machine has none", () => {
    expect(warningsOf({ host: host(), ...facts })).toEqual([]);
  });

  test.each([
    ["offline", "degrading", { presence: offline }],
    ["no_engine", "blocking", { capabilities: noEngine }],
    ["policy_unreadable", "blocking", { policy: testPolicy({ isReadable: false }) }],
    ["disk_low", "blocking", { facts: testFacts({ diskFreeBytes: 1 }) }],
    ["disk_low", "degrading", { facts: testFacts({ diskFreeBytes: 2 ** 30 }) }],
  ])("LP2 QU6 PR1 %s is %s and names its fix", (code, level, change) => {
    const [warning] = warningsOf({ host: host(change), ...facts });
    expect(warning).toMatchObject({ code, level });
    expect(warning?.fix).not.toBe("");
  });

  test("ID5 TR6 a duplicate machine, an old agent and plain http are information, after what is worse", () => {
    const warnings = warningsOf({
      host: host({ presence: offline }),
      machineMates: ["twin"],
      newestVersion: "0.2.0",
      isUnencrypted: true,
    });
    expect(warnings.map(({ code }) => code)).toEqual(["offline", "agent_version", "shared_machine", "unencrypted"]);
  });
});
