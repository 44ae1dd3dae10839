import { z } from "zod";

const RECORDS_PATH = "/api/images/records";

/** IM56: what an import found; counts are of new lines. */
const ImportReport = z.object({
  runs: z.number(),
  ratings: z.number(),
  orphans: z.number(),
  unknownClasses: z.array(z.string()),
  withoutPixels: z.number(),
  known: z.number(),
  refusedRevokes: z.array(
    z.object({ reason: z.enum(["in_confirmation", "given_here", "other_rater", "other_source"]), count: z.number() }),
  ),
  skipped: z.number(),
  skippedLines: z.array(z.object({ line: z.number(), reason: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;

export type ImportOutcome =
  | { kind: "imported"; report: ImportReport }
  | { kind: "refused"; code: string; message: string; fix: string };

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), fix: z.string() }) });

/** Where a log is downloaded; of one class where one is named (IM56). */
export const exportPath = (label: string | null): string =>
  label === null ? RECORDS_PATH : `${RECORDS_PATH}?class=${encodeURIComponent(label)}`;

/** Sends a feedback log as it is; it is stored whole or refused. */
export async function sendLog(file: Blob): Promise<ImportOutcome> {
  try {
    const headers = { "x-espalier": "1", "content-type": "application/x-ndjson" };
    const answer = await fetch(RECORDS_PATH, { method: "POST", headers, body: file });
    return outcomeOf(answer.status, await answer.json());
  } catch {
    return refused("connection_lost", "The console could not be reached, or did not answer.");
  }
}

/** What the server's answer means; its own code and words are kept. */
export function outcomeOf(status: number, body: unknown): ImportOutcome {
  const report = ImportReport.safeParse(body);
  if (status === 200 && report.success) return { kind: "imported", report: report.data };
  const refusal = Refusal.safeParse(body);
  return refusal.success
    ? { kind: "refused", ...refusal.data.error }
    : refused(`http_${status}`, "The log was refused.");
}

const refused = (code: string, message: string): ImportOutcome => ({
  kind: "refused",
  code,
  message,
  fix: "Import it again: lines that are here already are counted once.",
});
