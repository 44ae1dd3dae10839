import { canonicalJson } from "../../../core/canonical/jcs.ts";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { Capabilities, MachineFacts, PolicySummary } from "../../../core/contract/v1/facts.ts";
import type { ReportAnswer, ReportRequest } from "../../../core/contract/v1/messages.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import type { App } from "../../platform/app.ts";
import { publish } from "../../platform/feed.ts";
import { transaction } from "../../platform/transaction.ts";
import { type AgentRow, changeAgent } from "./repo.ts";

interface Parts {
  facts: MachineFacts;
  caps: Capabilities;
  policy: PolicySummary;
}

const ENCODE: { [K in keyof Parts]: (value: Parts[K]) => unknown } = {
  facts: (value) => encodeWire(MachineFacts, value),
  caps: (value) => encodeWire(Capabilities, value),
  policy: (value) => encodeWire(PolicySummary, value),
};

/** MS1: the hash both sides compare: SHA-256 over JCS of the part's wire form. */
export function partHash<K extends keyof Parts>(part: K, value: Parts[K]): string {
  return sha256Hex(canonicalJson(ENCODE[part](value)));
}

/** MS1: keeps what a machine says of itself, with the time it was received; a missing part keeps the last one. */
export async function storeReport(app: App, agent: AgentRow, report: ReportRequest): Promise<ReportAnswer> {
  const at = app.clock.now();
  const { facts, caps, policy } = report;
  const answer: ReportAnswer = {
    factsHash: facts === undefined ? agent.factsHash : partHash("facts", facts),
    capsHash: caps === undefined ? agent.capsHash : partHash("caps", caps),
    policyHash: policy === undefined ? agent.policyHash : partHash("policy", policy),
  };
  await transaction(app, "fleet.report", async (tx) => {
    await changeAgent(tx, agent, {
      ...(facts === undefined
        ? {}
        : {
            machineId: facts.machineId,
            hostName: facts.hostName,
            agentVersion: facts.agentVersion,
            factsJson: JSON.stringify(facts),
            factsHash: partHash("facts", facts),
            factsAt: at,
          }),
      ...(caps === undefined ? {} : { capsJson: JSON.stringify(caps), capsHash: answer.capsHash, capsAt: at }),
      ...(policy === undefined
        ? {}
        : { policyJson: JSON.stringify(policy), policyHash: answer.policyHash, policyAt: at }),
    });
    await publish(tx, { orgId: agent.orgId, at, topic: "fleet", subject: agent.id, kind: "report" });
  });
  return answer;
}
