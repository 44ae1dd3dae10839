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

const facts = { machineMates: [], newestVersion: "0.1.0", isUnencrypted: false, obligations: [], now: at };
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
      obligations: [],
      now: at,
    });
    expect(warnings.map(({ code }) => code)).toEqual(["offline", "agent_version", "shared_machine", "unencrypted"]);
  });

  test.each([
    ["PR4 one that waits for its tune", 0, "open", "degrading", "comes back at its end"],
    ["PR4 one whose restore failed", 2, "open", "blocking", "restore failed 2 times: HTTP 503"],
    ["RO3 one in quarantine", 5, "quarantined", "blocking", "it is tried every ten minutes and no job is taken"],
  ])("%s says since when the provider is down", (_title, attempts, state, level, text) => {
    const openedAt = new Date(at.getTime() - 12 * 60_000);
    const obligation = { id: "o", agentId: "a", kind: "launchd", label: "dev.espalier.provider", openedAt };
    const obligations = [{ ...obligation, attempts, state, error: attempts === 0 ? null : "HTTP 503" }];
    const [warning] = warningsOf({ host: host(), ...facts, obligations });
    expect(warning).toMatchObject({ level });
    expect(warning?.text).toContain("provider down since 2026-11-20 11:48 UTC (12 min 00 s): dev.espalier.provider");
    expect(warning?.text).toContain(text);
  });
});
