import type { ExitReason } from "../../core/autotune/exit-reason.ts";
import type { StatusLevel } from "../_ui/values/status.tsx";

/** What the words of a tune's state are made from. */
export interface TuneFate {
  state:
    | "queued"
    | "handed_over"
    | "running"
    | "cancelling"
    | "finished"
    | "refused"
    | "lost"
    | "expired"
    | "cancelled";
  exitReason: ExitReason | null;
  isPartial: boolean;
  hasWinner: boolean;
}

export interface Outcome {
  level: StatusLevel;
  word: string;
}

const EXIT: Record<ExitReason, Outcome> = {
  ok: { level: "ok", word: "finished" },
  interrupted: { level: "degrading", word: "interrupted" },
  no_feasible: { level: "degrading", word: "no model fits" },
  budget_exhausted_no_model_selected: { level: "degrading", word: "out of time, no model" },
  budget_exhausted_with_partial_recommendation: { level: "info", word: "partial, out of time" },
  pre_warm_integrity_failure: { level: "blocking", word: "damaged model file" },
  provider_conflict: { level: "blocking", word: "another provider serves" },
  config_error: { level: "blocking", word: "plan refused" },
  internal_error: { level: "blocking", word: "internal error" },
};

/** One word or two for the whole life of a tune, and how grave it is. */
export function tuneOutcome(fate: TuneFate): Outcome {
  switch (fate.state) {
    case "queued":
      return { level: "none", word: "queued" };
    case "handed_over":
      return { level: "none", word: "handed over" };
    case "running":
      return { level: "running", word: "running" };
    case "cancelling":
      return { level: "running", word: "cancelling" };
    case "cancelled":
      return { level: "info", word: "cancelled" };
    case "refused":
      return { level: "blocking", word: "refused by its policy" };
    case "lost":
      return { level: "blocking", word: "lost" };
    case "expired":
      return { level: "degrading", word: "expired in the queue" };
    case "finished":
      return finished(fate);
  }
}

function finished(fate: TuneFate): Outcome {
  if (fate.exitReason === null) return { level: "info", word: "finished" };
  return fate.exitReason === "ok" && fate.isPartial
    ? { level: "info", word: "finished, partial" }
    : EXIT[fate.exitReason];
}

/** Whether a tune is over without a result a person asked for; `f` walks these (H-27). */
export function isFailure(fate: TuneFate): boolean {
  const { level } = tuneOutcome(fate);
  return level === "blocking" || level === "degrading";
}

/** Whether a tune can still change by itself. */
export function isOpen(state: TuneFate["state"]): boolean {
  return state === "queued" || state === "handed_over" || state === "running" || state === "cancelling";
}
