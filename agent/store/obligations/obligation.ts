import { z } from "zod";
import { RestoreFailures } from "../../../core/autotune/restore/decide-retry.ts";
import { ObligationKind, type ObligationReport } from "../../../core/contract/v1/obligation.ts";

/** A process by pid and start time, so that a reused pid is another one. */
export const ProcessOwner = z.strictObject({ pid: z.int(), startTime: z.string().nullable() });
export type ProcessOwner = z.infer<typeof ProcessOwner>;

/** The configuration `--apply` wrote between drain and restore, with what puts it back (B35). */
export const AppliedConfig = z.strictObject({
  path: z.string(),
  /** SHA-256 of the bytes written, lower-case hex: other bytes are the owner's and stay. */
  sha256: z.string(),
  backupPath: z.string(),
});
export type AppliedConfig = z.infer<typeof AppliedConfig>;

/** What is needed to bring a drained provider back (RO1). */
export const DrainedProvider = z.strictObject({
  /** Of a launchd service; null for a process. */
  label: z.string().nullable(),
  plist: z.string().nullable(),
  uid: z.int(),
  argv: z.array(z.string()),
  folder: z.string().nullable(),
  /** The process that was serving; null when the service was loaded but inactive. */
  pid: z.int().nullable(),
  startTime: z.string().nullable(),
  port: z.int().nullable(),
  weightsBytes: z.int().nullable(),
  /** From here on a bootout or SIGTERM may be on its way, so a provider that still runs may yet stop. */
  hasBegun: z.boolean(),
  /** Whose environment a process is started again with: `owner` is on file, `restorer` where it could not be read. Absent for a service. */
  environment: z.enum(["owner", "restorer"]).optional(),
  config: AppliedConfig.nullable(),
  /** End of a drain job's hold (JK5); null for a run. */
  holdUntil: z.iso.datetime().nullable(),
});
export type DrainedProvider = z.infer<typeof DrainedProvider>;

/** As opened, before its first restore. */
export const ObligationDraft = z.strictObject({
  id: z.uuid(),
  tuneRunId: z.uuid().nullable(),
  kind: ObligationKind,
  detail: DrainedProvider,
  owner: ProcessOwner,
  openedAt: z.iso.datetime(),
});
export type ObligationDraft = z.infer<typeof ObligationDraft>;

/** A provider that has to be put back, whatever happens to the process that drained it. */
export const Obligation = ObligationDraft.extend({
  state: z.enum(["open", "claimed", "done"]),
  attempts: z.int().nonnegative(),
  error: z.string().nullable(),
  failures: RestoreFailures,
});
export type Obligation = z.infer<typeof Obligation>;

/** The service's label, or the process by number: arguments may hold keys (B127). */
export function obligationLabel({ kind, detail }: Pick<Obligation, "kind" | "detail">): string {
  return detail.label ?? `${kind}-PID-${detail.pid ?? "unknown"}`;
}

/** What the console is told of an obligation. */
export function reportOf(obligation: Obligation): ObligationReport {
  return {
    id: obligation.id,
    tuneRunId: obligation.tuneRunId,
    kind: obligation.kind,
    label: obligationLabel(obligation).slice(0, 200),
    openedAt: obligation.openedAt,
    attempts: obligation.attempts,
    error: obligation.error?.slice(0, 500) ?? null,
    isQuarantined: obligation.failures.isQuarantined,
  };
}
