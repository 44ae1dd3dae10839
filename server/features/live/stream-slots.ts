import type { App } from "../../platform/app.ts";
import { AppError } from "../../platform/errors.ts";

const MAX_STREAMS = 20;
const open = new WeakMap<App["bus"], Map<string, number>>();

/** TP8: at most 20 streams a user; returns the way to give the slot back, throws RATE_LIMITED. */
export function takeStreamSlot(app: App, userId: string): () => void {
  const counts = open.get(app.bus) ?? new Map<string, number>();
  open.set(app.bus, counts);
  const count = counts.get(userId) ?? 0;
  if (count >= MAX_STREAMS) throw new AppError("RATE_LIMITED", { details: { maxStreams: MAX_STREAMS } });
  counts.set(userId, count + 1);
  return () => {
    const left = (counts.get(userId) ?? 1) - 1;
    if (left <= 0) counts.delete(userId);
    else counts.set(userId, left);
  };
}
