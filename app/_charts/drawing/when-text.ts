/** A moment on a time axis: day and time, in UTC as the axis says. */
export function whenText(atMs: number): string {
  return new Date(atMs).toLocaleString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}
