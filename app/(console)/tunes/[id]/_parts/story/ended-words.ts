import type { ExitReason } from "../../../../../../core/autotune/exit-reason.ts";
import type { TuneDetail } from "../tune-detail.ts";

export interface EndedWords {
  title: string;
  /** What happened to the run and to the machine. */
  text: string;
  /** The way on. */
  todo: string;
}

const EXITS: Record<Exclude<ExitReason, "ok">, EndedWords> = {
  interrupted: {
    title: "Interrupted",
    text: "The run was stopped before it could finish. What was measured until then is stored below; an unfinished cell left no row.",
    todo: "Run it again: it starts from the beginning with the same plan.",
  },
  no_feasible: {
    title: "No model of this list fits",
    text: "Every candidate, or every cell of the chosen one, failed. Each reason stands below.",
    todo: "Lower the target context, raise the gate, or give a list with smaller models.",
  },
  budget_exhausted_no_model_selected: {
    title: "Out of time before a model was found",
    text: "The longest duration of the plan passed while candidates were still being tried.",
    todo: "Raise the longest duration, or start the list with a smaller model.",
  },
  budget_exhausted_with_partial_recommendation: {
    title: "Out of time, with a partial recommendation",
    text: "The model is chosen, but not every cell was measured. The best finished cell is shown as partial.",
    todo: "Raise the longest duration or shorten the axes, then run it again.",
  },
  pre_warm_integrity_failure: {
    title: "A model file is damaged",
    text: "The weights failed an integrity check, so the whole run was stopped: a tampered or broken file must not be measured.",
    todo: "Remove that model from the machine's cache, then run it again to fetch it afresh.",
  },
  provider_conflict: {
    title: "Another provider serves on this machine",
    text: "A provider was found before any measurement. It was left alone, because clients may be using it.",
    todo: "Stop that provider on the machine, then run it again.",
  },
  config_error: {
    title: "The plan or the set-up was refused",
    text: "The run did not begin. The message below names the cause.",
    todo: "Correct the named value, then run it again.",
  },
  internal_error: {
    title: "The run failed by a fault of the software",
    text: "Something unexpected happened on the machine. Stored rows are kept and the machine was restored.",
    todo: "Look at the log, run it again, and report it with the log if it repeats.",
  },
};

const STATES = {
  refused: {
    title: "Refused by the machine",
    text: "The machine's own policy does not allow this run. Nothing was started there.",
    todo: "Change the policy file on that machine, then run it again.",
  },
  lost: {
    title: "Lost",
    text: "The machine stopped answering while it held this run, and the lease ended. Results that still arrive are kept and marked as late.",
    todo: "Check that the machine and its agent are up, then run it again.",
  },
  expired: {
    title: "Expired in the queue",
    text: "The machine did not take this run before its time in the queue ended. Nothing was started there.",
    todo: "Check that the agent runs and is free, then run it again.",
  },
  cancelled: {
    title: "Cancelled",
    text: "The run was cancelled. The machine was left as it was before; finished rows are kept.",
    todo: "Run it again whenever you like.",
  },
} as const satisfies Record<string, EndedWords>;

/** What an ended run without a full result says, and what to do (H-67); null while it runs or when it is complete. */
export function endedWords(summary: TuneDetail["summary"]): EndedWords | null {
  switch (summary.state) {
    case "refused":
    case "lost":
    case "expired":
    case "cancelled":
      return STATES[summary.state];
    case "finished":
      return summary.exitReason === null || summary.exitReason === "ok" ? null : EXITS[summary.exitReason];
    default:
      return null;
  }
}
