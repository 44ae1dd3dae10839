import { selectTrialFigures } from "../../../../../../core/autotune/select.ts";
import { formatMs, formatPercent } from "../../../../../../core/units/quantities.ts";
import { phaseWords } from "../../../../../_words/phase-words.ts";
import { progressFacts } from "../../../../../_words/progress-facts.ts";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";

type Progress = TuneProgressAnswer["progress"];

/** A step of a run under way: what it does, and how far it is. */
export interface RunStep {
  state: "done" | "now" | "next";
  title: string;
  /** What is measured, or what came out. */
  text: string;
}

const BEFORE: ReadonlySet<string> = new Set(["accepted", "preflight", "draining"]);

function count(value: number, one: string): string {
  return value === 1 ? `one ${one}` : `${value} ${one}s`;
}

function checkStep({ summary }: TuneDetail, progress: Progress): RunStep {
  const hasBegun = progress !== null && !BEFORE.has(progress.phase);
  const isNow = summary.state === "running" && !hasBegun;
  return {
    state: hasBegun ? "done" : isNow ? "now" : "next",
    title: "Check the machine",
    text: hasBegun
      ? "Nothing else serves here, so the figures are this run's own."
      : "Nothing else may serve on it while it is measured.",
  };
}

function fitStep(detail: TuneDetail, progress: Progress): RunStep {
  const { plan, trials, candidates } = detail;
  const chosen = trials.find((trial) => trial.stage === 1 && trial.isFeasible);
  const title = "Find the first candidate that fits";
  if (chosen !== undefined) {
    const label = candidates.find((candidate) => candidate.id === chosen.model)?.label ?? chosen.model;
    const { ttft } = selectTrialFigures(chosen);
    const figure = ttft === null ? "" : `: first token after ${ttft.text}, ${ttft.label}`;
    return { state: "done", title, text: `${label} passed${figure}.` };
  }
  const isNow = progress?.phase === "stage1" || progress?.phase === "prewarm";
  const rule = `Each of ${count(candidates.length, "candidate")}, in the list's order, is loaded and asked with ${plan.targetContext.toLocaleString("en-US")} tokens, ${count(plan.stage1Replicates, "measurement")} each; the first whose first token comes within ${formatMs(plan.gateTtftMs)} is chosen.`;
  return {
    state: isNow ? "now" : "next",
    title,
    text: isNow ? `Now ${phaseWords(progressFacts(progress))}. ${rule}` : rule,
  };
}

function knobStep(detail: TuneDetail, progress: Progress): RunStep {
  const { plan, cells } = detail;
  const isNow = progress?.phase === "stage2";
  const rule = `${count(cells.filter((cell) => cell.unsupported === null).length, "cell")} of kv_bits, max_batch and max_context, ${count(plan.stage2Replicates, "measurement")} each. The fastest median is kept; within ${formatPercent(plan.tpsTieEpsilon)} the earlier first token.`;
  return {
    state: isNow ? "now" : progress?.phase === "emit" || progress?.phase === "confirm" ? "done" : "next",
    title: "Measure its knob settings",
    text: isNow ? `Now ${phaseWords(progressFacts(progress))}. ${rule}` : rule,
  };
}

/** What a run under way did, does and will do, in the order of the machine's own steps. */
export function runSteps(detail: TuneDetail, progress: Progress): RunStep[] {
  const isWriting = progress?.phase === "emit" || progress?.phase === "confirm" || progress?.phase === "finished";
  return [
    checkStep(detail, progress),
    fitStep(detail, progress),
    knobStep(detail, progress),
    {
      state: isWriting ? "now" : "next",
      title: "Write the answer",
      text: "The serve command, its recipe hash, the reasons, and every row they were read from.",
    },
  ];
}
