import { shellQuote } from "../../../core/units/shell-quote.ts";
import { wait } from "../../host/wait.ts";
import type { AppliedConfig } from "../../store/obligations/obligation.ts";
import { type Conflict, conflictLine } from "../conflicts/detect.ts";
import { mayHaveObligations, type OpenObligations, openObligations } from "../restore/open-obligations.ts";
import { loadDeadlineOf } from "../restore/restore-place.ts";
import { restoringOwner, settleObligations } from "../restore/settle-obligations.ts";
import type { TunePlace, TuneRequest } from "../tune-request.ts";
import { drainConflicts } from "./drain-conflicts.ts";
import type { DrainLedger, DrainStep } from "./drain-place.ts";

const POLL_MS = 500;

/** What one run owes to the providers of its machine: from the first look to the outermost guard (B88). */
export interface RunObligations {
  /** Brings back what dead runs left drained, and waits for whoever is doing so (B37); says what is still in the way. */
  settleStale(): Promise<string | null>;
  /** Without `--drain` every conflict is refused (B31). */
  drain(conflict: Exclude<Conflict, { kind: "none" }>, port: number): Promise<DrainStep>;
  /** True once a drain was tried, so a provider is down or about to be. */
  hasDrained(): boolean;
  /** Brings back what this run drained, once however often it is called; true when the applied config was put back (B35, B36). Never throws. */
  restore(config: AppliedConfig | null): Promise<boolean>;
}

interface Owed {
  readonly request: TuneRequest;
  readonly place: TunePlace;
  readonly ledger: DrainLedger;
  open: OpenObligations | null;
  hasDrained: boolean;
}

/** The obligations of one run; its agent.db is opened only when there is something to write or to settle. */
export function runObligations(request: TuneRequest, place: TunePlace): RunObligations {
  const owed: Owed = { request, place, ledger: { leftDown: [], survivors: [] }, open: null, hasDrained: false };
  let restored: Promise<boolean> | null = null;
  return {
    settleStale: () => settleStale(owed),
    drain: (conflict, port) => drain(owed, conflict, port),
    hasDrained: () => owed.hasDrained,
    restore: (config) => {
      restored ??= restore(owed, config);
      return restored;
    },
  };
}

async function opened(owed: Owed): Promise<OpenObligations> {
  const { stateDir, environment, io, loadDeadlineMs } = owed.place;
  owed.open ??= await openObligations({ stateDir, environment, say: io.err, loadDeadlineMs });
  return owed.open;
}

async function settleStale(owed: Owed): Promise<string | null> {
  const { stateDir, interruption, clock } = owed.place;
  if (!mayHaveObligations(stateDir)) return null;
  const { place } = await opened(owed);
  const startedMs = clock.monoMs();
  for (;;) {
    await settleObligations(place);
    const owner = await restoringOwner(place);
    if (owner === null || interruption.ending() !== null) return null;
    if (clock.monoMs() - startedMs > loadDeadlineOf(place, null))
      return `pid ${owner.pid} is still restoring a provider`;
    await wait(POLL_MS, interruption.signal);
  }
}

async function drain(owed: Owed, conflict: Exclude<Conflict, { kind: "none" }>, port: number): Promise<DrainStep> {
  const { place, request, ledger } = owed;
  if (place.drain === null || conflict.kind === "port_in_use") {
    return { kind: "aborted", message: conflictLine(conflict) };
  }
  place.sink.progress({ runId: request.runId, phase: "draining", monoMs: place.clock.monoMs() });
  owed.hasDrained = true;
  try {
    const { place: restorePlace } = await opened(owed);
    return await drainConflicts(
      {
        restore: restorePlace,
        stateDir: place.stateDir,
        processes: place.processes,
        tuneRunId: request.runId,
        port,
        providerLabel: place.providerLabel,
        ...place.drain,
        cache: place.cache,
        signal: place.interruption.signal,
      },
      conflict,
      ledger,
    );
  } catch (cause) {
    return { kind: "aborted", message: `--drain failed: ${messageOf(cause)}` };
  }
}

async function restore(owed: Owed, config: AppliedConfig | null): Promise<boolean> {
  const { place, request, ledger } = owed;
  try {
    for (const { pid, argv } of ledger.leftDown) {
      place.io.err(
        `autotune: foreground-PID-${pid} stays down; it was started with: ${argv.map(shellQuote).join(" ")}`,
      );
    }
    if (owed.open === null) return false;
    const { book } = owed.open.place;
    const mine = book.unsettled().filter(({ tuneRunId }) => tuneRunId === request.runId);
    if (mine.length > 0) {
      place.sink.progress({ runId: request.runId, phase: "restoring", monoMs: place.clock.monoMs() });
    }
    for (const one of config === null ? [] : mine) book.change(one, { config });
    const results = await settleObligations(owed.open.place);
    return results.some((result) => result.kind === "restored" && result.isConfigPutBack);
  } catch (cause) {
    place.io.err(`restore failed: ${messageOf(cause)}`);
    return false;
  } finally {
    owed.open?.close();
    owed.open = null;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
