import type { VisitConditions, VisitReading } from "../../core/autotune/evidence/tune-visit.ts";
import type { MachineSignals } from "../host/machine/signals.ts";

const EVERY_MS = 5000;
const HEAVY = 2;
const CRITICAL = 4;

export interface ConditionSources {
  readonly signals: () => Promise<MachineSignals>;
  readonly residentBytes: () => Promise<number | null>;
  /** The 1-minute load average. */
  readonly loadAverage: () => number | null;
  /** Fired after two critical memory readings in a row (B116). */
  readonly onCritical: () => void;
}

interface Conditions {
  readonly flags: readonly string[];
  readonly isMemoryCritical: boolean;
  readonly peakMemoryBytes: number | null;
  readonly readings: Pick<VisitConditions, "start" | "worst" | "end">;
}

export interface ConditionWatch {
  sample(): Promise<void>;
  finish(): Promise<Conditions>;
}

/** Samples heat, memory pressure, power and the provider's memory every 5 s during one trial (B116, A62). */
export function watchConditions(sources: ConditionSources): ConditionWatch {
  const seen: VisitReading[] = [];
  let peakBytes: number | null = null;
  let isMemoryCritical = false;
  const sample = async () => {
    const [signals, bytes] = await Promise.all([sources.signals(), sources.residentBytes()]);
    seen.push({ ...signals, loadAverage: sources.loadAverage() });
    if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes);
    if (!isMemoryCritical && isCriticalTwice(seen)) {
      isMemoryCritical = true;
      sources.onCritical();
    }
  };
  const timer = setInterval(() => void sample(), EVERY_MS);
  timer.unref();
  return {
    sample,
    finish: async () => {
      clearInterval(timer);
      await sample();
      return { flags: conditionFlags(seen), isMemoryCritical, peakMemoryBytes: peakBytes, readings: readingsOf(seen) };
    },
  };
}

const UNREAD: VisitReading = {
  thermalLevel: null,
  memoryPressureLevel: null,
  powerSource: null,
  isLowPowerMode: null,
  loadAverage: null,
};

function largest(values: readonly (number | null)[]): number | null {
  const known = values.flatMap((value) => value ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

/** M21: start, worst and end of what was seen; battery and Low Power Mode are worse than mains and full power. */
export function readingsOf(seen: readonly VisitReading[]): Conditions["readings"] {
  const sources = seen.map(({ powerSource }) => powerSource);
  const modes = seen.map(({ isLowPowerMode }) => isLowPowerMode);
  return {
    start: seen[0] ?? UNREAD,
    worst: {
      thermalLevel: largest(seen.map(({ thermalLevel }) => thermalLevel)),
      memoryPressureLevel: largest(seen.map(({ memoryPressureLevel }) => memoryPressureLevel)),
      powerSource: sources.find((source) => source === "battery") ?? sources.find((source) => source !== null) ?? null,
      isLowPowerMode: modes.includes(true) ? true : modes.includes(false) ? false : null,
      loadAverage: largest(seen.map(({ loadAverage }) => loadAverage)),
    },
    end: seen.at(-1) ?? UNREAD,
  };
}

function isCriticalTwice(seen: readonly MachineSignals[]): boolean {
  const [previous, last] = seen.slice(-2);
  return previous?.memoryPressureLevel === CRITICAL && last?.memoryPressureLevel === CRITICAL;
}

/** B116: `thermal` needs at least two samples and half of the readable ones heavy or above; one sample vetoes nothing. */
export function conditionFlags(seen: readonly MachineSignals[]): string[] {
  const levels = seen.flatMap(({ thermalLevel }) => (thermalLevel === null ? [] : [thermalLevel]));
  const heavy = levels.filter((level) => level >= HEAVY).length;
  const sources = new Set(seen.flatMap(({ powerSource }) => (powerSource === null ? [] : [powerSource])));
  return [
    ...(heavy >= 2 && heavy * 2 >= levels.length ? ["thermal"] : []),
    ...(sources.size > 1 ? ["power_changed"] : []),
  ];
}
