const SIZE = 20;
const LEAST = 4;

export type HealthWindow = { add(isOk: boolean): void; isDegraded(): boolean };

/** Degraded when at least half of the last 20 requests failed, four or more seen (serve.md section 3). */
export function createHealthWindow(): HealthWindow {
  const recent: boolean[] = [];
  return {
    add(isOk) {
      recent.push(isOk);
      if (recent.length > SIZE) recent.shift();
    },
    isDegraded: () => recent.length >= LEAST && recent.filter((isOk) => !isOk).length * 2 >= recent.length,
  };
}
