import { z } from "zod";

/** What was drained: a launchd service, a process started by hand, or one the agent itself runs (RO1, B103). */
export const ObligationKind = z.enum(["launchd", "foreground", "own"]);
export type ObligationKind = z.infer<typeof ObligationKind>;

/** How a restore obligation stands, as its agent reports it (RO1, RO3). `label` names the service or the process, never its arguments. */
export const ObligationReport = z.object({
  id: z.uuid(),
  tuneRunId: z.uuid().nullable(),
  kind: ObligationKind,
  label: z.string().min(1).max(200),
  openedAt: z.iso.datetime(),
  attempts: z.int().nonnegative(),
  error: z.string().max(500).nullable(),
  /** Five restores failed within five minutes: one try each ten minutes from now on. */
  isQuarantined: z.boolean(),
});
export type ObligationReport = z.infer<typeof ObligationReport>;
