import { formatDuration } from "../../../core/units/durations.ts";
import { type Host, MIN_FREE_DISK_BYTES, type ObligationRow } from "../jobs/index.ts";
import type { Warning } from "./schema.ts";

const ROOMY_DISK_BYTES = 2 * 1024 ** 3;

export interface WarningFacts {
  host: Host;
  /** Names of other live agents that report the same machine. */
  machineMates: readonly string[];
  /** The newest agent version of this fleet. */
  newestVersion: string;
  isUnencrypted: boolean;
  /** Providers this machine drained and has not brought back, oldest first. */
  obligations: readonly ObligationRow[];
  now: Date;
}

function presenceWarning({ presence }: Host): Warning[] {
  if (presence.state === "suspended") {
    const text = "this agent's key was used by two processes, so it may not call any more";
    return [{ level: "blocking", code: "suspended", text, fix: "Remove its state folder and enrol it again." }];
  }
  if (presence.state === "revoked") {
    return [
      {
        level: "blocking",
        code: "revoked",
        text: "this agent was revoked",
        fix: "Enrol it again if it should come back.",
      },
    ];
  }
  if (presence.state === "offline") {
    const text = "this machine has not called for more than two minutes";
    return [{ level: "degrading", code: "offline", text, fix: "Start its agent: espalier run." }];
  }
  if (presence.state === "never_seen") {
    const text = "this machine has joined but never called";
    return [{ level: "degrading", code: "never_seen", text, fix: "Start its agent: espalier run." }];
  }
  return [];
}

function engineWarning({ capabilities }: Host): Warning[] {
  if (capabilities === null || capabilities.engines.length > 0) return [];
  const reasons = capabilities.missing.map(({ engine, reason }) => `${engine}: ${reason}`).join("; ");
  const text = reasons === "" ? "no engine is available" : `no engine is available (${reasons})`;
  return [{ level: "blocking", code: "no_engine", text, fix: "Run espalier doctor on that machine." }];
}

function policyWarning({ policy }: Host): Warning[] {
  if (policy === null || policy.isReadable) return [];
  const text = "its policy file cannot be read, so it refuses every job";
  return [
    {
      level: "blocking",
      code: "policy_unreadable",
      text,
      fix: "Correct ~/.config/espalier/policy.yaml on that machine.",
    },
  ];
}

function diskWarning({ facts }: Host): Warning[] {
  const free = facts.diskFreeBytes;
  if (free === null || free >= ROOMY_DISK_BYTES) return [];
  const fix = "Free disk space on that machine.";
  return free < MIN_FREE_DISK_BYTES
    ? [{ level: "blocking", code: "disk_low", text: "less than 256 MiB of disk are free; it takes no jobs", fix }]
    : [{ level: "degrading", code: "disk_low", text: "less than 2 GiB of disk are free", fix }];
}

/** RO3, PR4: a drained provider stays in sight, with its age, until it serves again. */
function obligationWarnings({ obligations, now }: WarningFacts): Warning[] {
  return obligations.map(({ label, attempts, error, openedAt, state }) => {
    const since = `provider down since ${openedAt.toISOString().slice(0, 16).replace("T", " ")} UTC (${formatDuration(now.getTime() - openedAt.getTime())}): ${label}`;
    if (attempts === 0) {
      const text = `${since} is drained for a tune and comes back at its end`;
      return { level: "degrading", code: "obligation_open", text, fix: "Wait for the tune, or cancel it." };
    }
    const pace = state === "quarantined" ? "; it is tried every ten minutes and no job is taken" : "";
    const text = `${since}, restore failed ${attempts} times: ${error ?? "no reason"}${pace}`;
    const fix = "Start that provider by hand on the machine; the agent then clears this by itself.";
    return { level: "blocking", code: "provider_down", text, fix };
  });
}

function informationOf({ host, machineMates, newestVersion, isUnencrypted }: WarningFacts): Warning[] {
  const found: Warning[] = [];
  if (host.row.agentVersion !== newestVersion) {
    const text = `its agent is version ${host.row.agentVersion}; the newest here is ${newestVersion}`;
    found.push({ level: "info", code: "agent_version", text, fix: "Update the agent on that machine." });
  }
  if (machineMates.length > 0) {
    const text = `two agents on one machine: ${machineMates.join(", ")} reports the same one, so their tunes measure a shared machine`;
    found.push({ level: "info", code: "shared_machine", text, fix: "Tune with one of them at a time." });
  }
  if (isUnencrypted) {
    const text = "this agent calls over plain http; its traffic can be read on the way";
    found.push({ level: "info", code: "unencrypted", text, fix: "Put the console behind https." });
  }
  return found;
}

/** What a person should know of a machine, the worst first; each names its fix. */
export function warningsOf(facts: WarningFacts): Warning[] {
  const { host } = facts;
  const found = [
    ...presenceWarning(host),
    ...engineWarning(host),
    ...policyWarning(host),
    ...diskWarning(host),
    ...obligationWarnings(facts),
    ...informationOf(facts),
  ];
  const rank = { blocking: 0, degrading: 1, info: 2 };
  return found.toSorted((left, right) => rank[left.level] - rank[right.level]);
}
