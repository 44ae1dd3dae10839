import { Capabilities, MachineFacts, PolicySummary } from "../../../../core/contract/v1/facts.ts";
import type { App } from "../../../platform/app.ts";
import type { Presence } from "../../fleet/schema.ts";
import type { HostRow } from "../repo.ts";
import { lastContactOf } from "./contacts.ts";
import { isReachable, presenceOf } from "./presence.ts";

/** QU6. */
export const MIN_FREE_DISK_BYTES = 256 * 1024 * 1024;

/** A machine as the queue judges it. */
export interface Host {
  row: HostRow;
  facts: MachineFacts;
  capabilities: Capabilities | null;
  policy: PolicySummary | null;
  presence: Presence;
}

const parseOrNull = <T>(parse: (json: unknown) => T, text: string | null): T | null =>
  text === null ? null : parse(JSON.parse(text));

/** Reads a stored machine with its presence at this moment. */
export function hostOf(app: App, row: HostRow): Host {
  return {
    row,
    facts: MachineFacts.parse(JSON.parse(row.factsJson)),
    capabilities: parseOrNull((json) => Capabilities.parse(json), row.capsJson),
    policy: parseOrNull((json) => PolicySummary.parse(json), row.policyJson),
    presence: presenceOf({ ...row, lastContactAt: lastContactOf(app, row) }, app.clock.now()),
  };
}

/** PR3: why no job of this kind is granted to this machine, in words; the same code grants. */
export function grantBlockers(host: Pick<Host, "row" | "facts" | "capabilities">, kind: string): string[] {
  const { row, facts, capabilities } = host;
  const blockers: string[] = [];
  if (row.state !== "ACTIVE") blockers.push(`this machine's agent is ${row.state.toLowerCase()}`);
  if (capabilities === null) blockers.push("this machine has not reported what it can do yet");
  else if (!capabilities.kinds.includes(kind)) blockers.push(`this machine's agent does not run ${kind} jobs`);
  if (facts.diskFreeBytes !== null && facts.diskFreeBytes < MIN_FREE_DISK_BYTES && kind !== "restore") {
    blockers.push("less than 256 MiB of disk are free");
  }
  return blockers;
}

/** What a person should know before asking: the grant's own blockers, and what this machine would refuse or wait for. */
export function startBlockers(host: Host, kind: string): string[] {
  const { capabilities, policy, presence } = host;
  const blockers = grantBlockers(host, kind);
  if (!isReachable(presence)) blockers.push("this machine is not connected; a job waits up to 24 h for it");
  if (kind === "tune" && capabilities !== null && capabilities.engines.length === 0) {
    const [missing] = capabilities.missing;
    blockers.push(missing === undefined ? "no engine is available" : `no engine is available: ${missing.reason}`);
  }
  if (policy !== null && !policy.isReadable) blockers.push("this machine's policy file cannot be read");
  else if (policy !== null && !policy.jobs.includes(kind)) {
    blockers.push(`this machine's policy does not allow ${kind} jobs`);
  }
  return blockers;
}
