import { z } from "zod";
import type { RevokeRefusal } from "./decide-revoke.ts";

/** IM56: what an import found. Counts are of new lines; `known` were here already. */
export const ImportReport = z.strictObject({
  runs: z.int(),
  ratings: z.int(),
  orphans: z.int(),
  unknownClasses: z.array(z.string()),
  withoutPixels: z.int(),
  known: z.int(),
  /** Revokes that are kept as lines and take nothing back, by why (IM33). */
  refusedRevokes: z.array(
    z.strictObject({
      reason: z.enum(["in_confirmation", "given_here", "other_rater", "other_source"]),
      count: z.int(),
    }),
  ),
  skipped: z.int(),
  /** The first hundred skipped lines, by number. */
  skippedLines: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export interface ImportCounts extends Omit<ImportReport, "unknownClasses" | "refusedRevokes"> {
  unknownClasses: Set<string>;
  refusedRevokes: Map<RevokeRefusal, number>;
}

export const noCounts = (): ImportCounts => ({
  runs: 0,
  ratings: 0,
  orphans: 0,
  unknownClasses: new Set(),
  withoutPixels: 0,
  known: 0,
  refusedRevokes: new Map(),
  skipped: 0,
  skippedLines: [],
});
