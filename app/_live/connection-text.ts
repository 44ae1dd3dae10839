/** Where the live stream stands. Times in milliseconds of the same clock. */
export type Connection =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "lost"; sinceMs: number; lastLiveMs: number | null }
  | { kind: "paused" };

const STALE_AFTER_MS = 20_000;

/** Whether numbers on the page may be old enough to be dimmed and dated. */
export function isStale(connection: Connection, nowMs: number): boolean {
  return connection.kind === "lost" && nowMs - connection.sinceMs >= STALE_AFTER_MS;
}

/** H-21: the state in words. `clock` writes a time as the person reads it, "14:02". */
export function connectionText(connection: Connection, nowMs: number, clock: (ms: number) => string): string {
  switch (connection.kind) {
    case "connecting":
      return "connecting";
    case "live":
      return "live";
    case "paused":
      return "paused";
    case "lost":
      return isStale(connection, nowMs)
        ? `stale since ${clock(connection.lastLiveMs ?? connection.sinceMs)}`
        : `reconnecting, ${Math.max(0, Math.floor((nowMs - connection.sinceMs) / 1000))} s`;
  }
}
