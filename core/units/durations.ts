const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const two = (value: number): string => String(value).padStart(2, "0");

/** A span in ms as a person says it: 4.2 s, 42 s, 3 min 05 s, 2 h 10 min, 3 d 4 h. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span < 9.95 * SECOND) return `${(span / SECOND).toFixed(1)} s`;
  const seconds = Math.round(span / SECOND);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const wholeMinutes = Math.round(span / MINUTE);
  if (wholeMinutes < 24 * 60) return `${Math.floor(wholeMinutes / 60)} h ${two(wholeMinutes % 60)} min`;
  const hours = Math.round(span / HOUR);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** A running clock: 0:07, 12:40, 1:02:03. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / SECOND));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** H-48: an instant against now, both in Unix ms. A clock that is a little ahead reads "just now". */
export function formatRelativeTime(atMs: number, nowMs: number): string {
  const span = Math.abs(nowMs - atMs);
  if (span < 5 * SECOND) return "just now";
  const [size, unit] =
    span < MINUTE ? [SECOND, "s"] : span < HOUR ? [MINUTE, "min"] : span < DAY ? [HOUR, "h"] : [DAY, "d"];
  const text = `${Math.floor(span / size)} ${unit}`;
  return atMs > nowMs ? `in ${text}` : `${text} ago`;
}
