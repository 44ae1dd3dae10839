import { z } from "zod";

/** IM56: what an import found. Counts are of new lines; `known` were here already. */
export const ImportReport = z.strictObject({
  runs: z.int(),
  ratings: z.int(),
  orphans: z.int(),
  unknownClasses: z.array(z.string()),
  withoutPixels: z.int(),
  known: z.int(),
  skipped: z.int(),
  /** The first hundred skipped lines, by number. */
  skippedLines: z.array(z.strictObject({ line: z.int(), reason: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export interface ImportCounts extends Omit<ImportReport, "unknownClasses"> {
  unknownClasses: Set<string>;
}

export const noCounts = (): ImportCounts => ({
  runs: 0,
  ratings: 0,
  orphans: 0,
  unknownClasses: new Set(),
  withoutPixels: 0,
  known: 0,
  skipped: 0,
  skippedLines: [],
});
