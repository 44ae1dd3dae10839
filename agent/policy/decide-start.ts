import type { MachineFacts } from "../../core/contract/v1/facts.ts";
import type { StartRules } from "./read-policy.ts";

export type StartDecision =
  | { kind: "start" }
  | { kind: "defer"; reason: string; retryAfterS: number }
  | { kind: "refuse"; reason: "disk_low"; detail: string };

export interface StartMoment {
  facts: Pick<
    MachineFacts,
    "powerSource" | "thermalLevel" | "memoryPressureLevel" | "isLowPowerMode" | "diskFreeBytes"
  >;
  /** Minutes after local midnight (INV-13 allows local time here only). */
  localMinutes: number;
  isTuneLockHeld: boolean;
}

const MIB = 1024 * 1024;
const THERMAL_RANK = { nominal: 0, moderate: 1, heavy: 2 } as const;

function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(":").map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** Whether `localMinutes` falls into a span such as `22:00-07:00`, which may cross midnight. */
function isInside(span: string, localMinutes: number): boolean {
  const [from, to] = span.split("-").map(minutesOf);
  if (from === undefined || to === undefined) return false;
  return from <= to ? localMinutes >= from && localMinutes < to : localMinutes >= from || localMinutes < to;
}

const defer = (reason: string, retryAfterS: number): StartDecision => ({ kind: "defer", reason, retryAfterS });

/** T12, M22: whether a permitted job starts now, waits with its reason, or is refused for want of disk (INV-25). Unknown readings pass. */
export function decideStart(rules: StartRules, moment: StartMoment): StartDecision {
  const { facts } = moment;
  const floorMib = Math.max(256, rules.minFreeDiskMib);
  if (facts.diskFreeBytes !== null && facts.diskFreeBytes < floorMib * MIB) {
    return { kind: "refuse", reason: "disk_low", detail: `less than ${floorMib} MiB of disk are free` };
  }
  if (moment.isTuneLockHeld) return defer("tune_by_hand", 60);
  if (rules.requireAc && facts.powerSource === "battery") return defer("battery", 300);
  if (facts.isLowPowerMode === true) return defer("low_power_mode", 300);
  if (facts.thermalLevel !== null && facts.thermalLevel > THERMAL_RANK[rules.thermalMax]) return defer("heat", 300);
  if (facts.memoryPressureLevel !== null && facts.memoryPressureLevel >= 4) return defer("memory", 120);
  if (rules.quietHours.some((span) => isInside(span, moment.localMinutes))) return defer("quiet_hours", 900);
  return { kind: "start" };
}
