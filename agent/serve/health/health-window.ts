const SIZE = 20;
const LEAST = 4;
const CRITICAL = 4;

export type HealthWindow = {
  add(isOk: boolean): void;
  /** One sample of memory pressure, taken 5 s after the one before. */
  notePressure(level: number): void;
  isDegraded(): boolean;
};

/** Degraded when half of the last 20 requests failed, four or more seen, or memory pressure was critical twice in a row (A19). */
export function createHealthWindow(): HealthWindow {
  const recent: boolean[] = [];
  let criticalInARow = 0;
  return {
    add(isOk) {
      recent.push(isOk);
      if (recent.length > SIZE) recent.shift();
    },
    notePressure(level) {
      criticalInARow = level >= CRITICAL ? criticalInARow + 1 : 0;
    },
    isDegraded() {
      const hasFailures = recent.length >= LEAST && recent.filter((isOk) => !isOk).length * 2 >= recent.length;
      return hasFailures || criticalInARow >= 2;
    },
  };
}
