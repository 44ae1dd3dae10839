import type { Presence } from "../../fleet/schema.ts";

const FRESH_MS = 45_000;
const LATE_MS = 120_000;

interface PresenceFacts {
  state: string;
  lastContactAt: Date | null;
  goodbyeAt: Date | null;
}

function stateOf(facts: PresenceFacts, ageMs: number | null): Presence["state"] {
  if (facts.state === "REVOKED") return "revoked";
  if (facts.state === "SUSPENDED") return "suspended";
  if (facts.state === "RETIRED") return "retired";
  if (ageMs === null) return "never_seen";
  if (facts.goodbyeAt !== null) return "stopped";
  if (ageMs <= FRESH_MS) return "fresh";
  return ageMs <= LATE_MS ? "late" : "offline";
}

/** protocol.md section 12: from server time alone, never stored (PR1, INV-13). */
export function presenceOf(facts: PresenceFacts, now: Date): Presence {
  const ageMs = facts.lastContactAt === null ? null : Math.max(0, now.getTime() - facts.lastContactAt.getTime());
  return { state: stateOf(facts, ageMs), ageMs, lastContactAt: facts.lastContactAt?.toISOString() ?? null };
}

/** May a machine in this presence be expected to answer now? */
export function isReachable(presence: Presence): boolean {
  return presence.state === "fresh" || presence.state === "late";
}
