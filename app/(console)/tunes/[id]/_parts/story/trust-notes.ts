import { cellSpread } from "../../../../../../core/autotune/report/cell-spread.ts";
import { smallestUnpairedGap } from "../../../../../../core/autotune/strategy/confirmation/smallest-gap.ts";
import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { formatPercent } from "../../../../../../core/units/quantities.ts";
import type { TuneDetail } from "../tune-detail.ts";
import type { RunNote } from "./note-list.tsx";

/** What a reader must know before trusting the answer. */
export interface TrustNote extends RunNote {
  id: "practice" | "shared" | "recheck" | "partial" | "noise" | "late";
}

function noiseNote(kept: TuneTrial): TrustNote[] {
  const spread = cellSpread(kept);
  if (spread === null || spread.cv === null || spread.stability === null) return [];
  const count = spread.points.length;
  const gap = count < 2 ? null : smallestUnpairedGap(spread.cv, count);
  const can = gap === null ? "" : ` With ${count} replicates this plan can show gaps from ${formatPercent(gap)}.`;
  const words = { quiet: "A quiet machine", noisy: "A noisy machine", unstable: "An unstable machine" }[
    spread.stability
  ];
  return [
    {
      id: "noise",
      level: spread.stability === "quiet" ? "info" : "degrading",
      title: `${words}, CV ${formatPercent(spread.cv)}`,
      text: `The kept cell's measurements vary by that much around their mean.${can}`,
      trialLocalId: kept.localId,
    },
  ];
}

function runNotes(detail: TuneDetail): TrustNote[] {
  const notes: TrustNote[] = [];
  const whole = { trialLocalId: null };
  if (detail.recheck !== null && detail.recheck !== "ok") {
    const text = `The console computed the result again from the raw measurements and found a difference: ${detail.recheck}.`;
    notes.push({ id: "recheck", level: "degrading", title: "The console's own computation differs", text, ...whole });
  }
  if (detail.trials.some((trial) => trial.flags.includes("shared_machine"))) {
    const text =
      "Another tune measured on the same machine at the same time, so both were slowed by each other. These figures describe that moment and are ranked nowhere.";
    notes.push({ id: "shared", level: "degrading", title: "Shared machine: does not rank", text, ...whole });
  }
  if (detail.summary.candidateSource === "practice") {
    const text =
      "These are small files that Espalier writes by itself, to show and test the whole way on any machine. They answer nothing useful; tune with real models before serving.";
    notes.push({ id: "practice", level: "info", title: "Practice models", text, ...whole });
  }
  if (detail.trials.length > 0 && (detail.job?.lateEvents ?? 0) > 0) {
    const text = `${detail.job?.lateEvents} events arrived after the job's end; they are kept and do not change it.`;
    notes.push({ id: "late", level: "info", title: "Late results", text, ...whole });
  }
  return notes;
}

/** What limits the answer, gravest first; every clause names the row it was read from (M27). */
export function trustNotes(detail: TuneDetail): TrustNote[] {
  const notes = runNotes(detail);
  const kept = detail.trials.find((trial) => trial.isKept);
  if (detail.summary.winner?.isPartial) {
    const text = "The run ended before every cell was measured; this is the best of those that were finished.";
    notes.push({
      id: "partial",
      level: "degrading",
      title: "Partial recommendation",
      text,
      trialLocalId: kept?.localId ?? null,
    });
  }
  if (kept !== undefined) {
    notes.push(...noiseNote(kept));
  }
  return notes.sort((left, right) => Number(right.level === "degrading") - Number(left.level === "degrading"));
}
