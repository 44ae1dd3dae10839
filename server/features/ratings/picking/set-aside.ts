import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import { skipEvents } from "../record-repo.ts";

/** A skip that stands: what was set aside, and whether it comes back in the next sitting (IM34). */
export interface Skip {
  id: string;
  isPlain: boolean;
  tsMs: number;
}

const SkipLine = z.object({
  event_id: z.string().optional(),
  revokes: z.string().optional(),
  reason: z.string().optional(),
  ts_unix_ms: z.number(),
});

/** A rater's skips of runs and pairs that nothing took back. */
export async function readSkips(tx: Tx, of: { orgId: string; raterId: string }): Promise<Skip[]> {
  const skips = new Map<string, Skip>();
  for (const event of await skipEvents(tx, of)) {
    const line = SkipLine.parse(JSON.parse(new TextDecoder().decode(event.line)));
    if (line.revokes !== undefined) skips.delete(line.revokes);
    else {
      const id = event.runId ?? event.pairId ?? "";
      skips.set(line.event_id ?? "", { id, isPlain: line.reason === "skip", tsMs: line.ts_unix_ms });
    }
  }
  return [...skips.values()];
}

/** Runs and pairs set aside in a sitting that began at `sinceMs`. */
export function asideSince(skips: readonly Skip[], sinceMs: number): Set<string> {
  return new Set(skips.filter(({ isPlain, tsMs }) => !isPlain || tsMs >= sinceMs).map(({ id }) => id));
}
