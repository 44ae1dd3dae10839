const DAY_MS = 86_400_000;

/** A moment on a time axis in UTC, as finely as the axis' span of milliseconds asks. */
export function whenText(atMs: number, spanMs: number): string {
  const day = { day: "numeric", month: "short" } as const;
  const clock = {
    hour: "2-digit",
    minute: "2-digit",
    ...(spanMs < DAY_MS / 24 ? { second: "2-digit" as const } : {}),
  } as const;
  const parts = spanMs < DAY_MS ? clock : spanMs < 10 * DAY_MS ? { ...day, ...clock } : day;
  return new Date(atMs).toLocaleString("en-GB", { timeZone: "UTC", ...parts });
}
