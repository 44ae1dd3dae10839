import type { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import type { ConfirmationVerdict } from "../../../../core/tuning/confirmation/input-values.ts";
import {
  type ConfirmationFigures,
  judgeConfirmation,
} from "../../../../core/tuning/confirmation/judge-confirmation.ts";

/** Where one run of a pair is; `lost` ended without a result of its own, so that it may be tried again. */
export type SideState =
  | { kind: "waiting" }
  | { kind: "done"; runId: string }
  | { kind: "failed"; reason: string }
  | { kind: "lost"; reason: string };

export interface AdvanceItem {
  readonly position: number;
  readonly input: string;
  readonly isReplaced: boolean;
  /** Flagged unusable, or of another class by now: the bench offers it to nobody. */
  readonly isSpoilt: boolean;
  /** Both runs are known to the bench. */
  readonly isReady: boolean;
  readonly live: SideState;
  readonly candidate: SideState;
  /** How often its runs were asked for, from 1. */
  readonly tries: number;
}

export interface AdvanceFacts {
  readonly state: "running" | "passed";
  readonly n: ConfirmationSize;
  readonly proposalId: string;
  readonly baseSha: string;
  readonly requestedAtMs: number;
  readonly proposalState: string;
  readonly liveSha: string | null;
  /** Moves of the class's live recipe. */
  readonly moves: readonly { fromSha: string | null; proposalId: string | null; atMs: number }[];
  readonly isCancelled: boolean;
  readonly items: readonly AdvanceItem[];
  readonly verdicts: readonly ConfirmationVerdict[];
}

export interface Progress {
  readonly kind: "go_on";
  readonly ready: readonly { position: number; liveRun: string; candidateRun: string }[];
  readonly replaced: readonly number[];
  readonly again: readonly number[];
  /** Fresh inputs to draw. */
  readonly missing: number;
}

export type Advance =
  | { readonly kind: "void"; readonly reason: string }
  | {
      readonly kind: "end";
      readonly state: "passed" | "failed";
      readonly isEarly: boolean;
      readonly figures: ConfirmationFigures;
    }
  | Progress;

/** Runs of one input that were lost this often are not asked for again. */
const TRIES_MOST = 3;
const NOTHING: Progress = { kind: "go_on", ready: [], replaced: [], again: [], missing: 0 };

/**
 * What becomes of a confirmation now: ended at its planned size or early as a failure, void, or on with which inputs (TU40, TU41).
 * Verdicts that decide have decided at once, so nothing that happens before the end is noted can void it.
 */
export function decideAdvance(facts: AdvanceFacts): Advance {
  const reason = voidReason(facts);
  if (facts.state === "passed") return reason === null ? NOTHING : { kind: "void", reason };
  const steps = facts.items.filter(({ isReplaced, isReady }) => !isReplaced && !isReady).map(stepOf);
  const replaced = [...steps.flatMap((step) => (step.kind === "replace" ? [step.position] : [])), ...spoiltOf(facts)];
  const standing = facts.items.filter(({ isReplaced, position }) => !isReplaced && !replaced.includes(position));
  const { n, verdicts } = facts;
  const judged = judgeConfirmation({ n, order: standing.map(({ input }) => input), verdicts });
  switch (judged.kind) {
    case "passed":
      return { kind: "end", state: "passed", isEarly: false, figures: judged.figures };
    case "failed":
      return { kind: "end", state: "failed", isEarly: judged.isEarly, figures: judged.figures };
    case "running":
    case "needs_images": {
      const missing = judged.kind === "needs_images" ? judged.missing : 0;
      return reason === null ? goOn(steps, { replaced, missing }) : { kind: "void", reason };
    }
  }
}

function goOn(steps: readonly Step[], { replaced, missing }: Pick<Progress, "replaced" | "missing">): Advance {
  const lost = steps.find((step) => step.kind === "given_up");
  if (lost !== undefined) return { kind: "void", reason: `the runs could not be made: ${lost.reason}` };
  return {
    kind: "go_on",
    ready: steps.flatMap((step) => (step.kind === "ready" ? [step.item] : [])),
    replaced,
    again: steps.flatMap((step) => (step.kind === "again" ? [step.position] : [])),
    missing,
  };
}

function spoiltOf({ items, verdicts }: AdvanceFacts): number[] {
  const judged = new Set(verdicts.map(({ input }) => input));
  const spoilt = items.filter(({ isReplaced, isSpoilt, input }) => isSpoilt && !isReplaced && !judged.has(input));
  return spoilt.map(({ position }) => position);
}

/** TU41; a promotion of this very proposal voids nothing. */
function voidReason(facts: AdvanceFacts): string | null {
  if (facts.proposalState === "promoted") return facts.state === "passed" ? null : "the proposal was promoted";
  const hasMoved = facts.moves.some(
    ({ fromSha, proposalId, atMs }) =>
      fromSha === facts.baseSha && proposalId !== facts.proposalId && atMs >= facts.requestedAtMs,
  );
  if (hasMoved || facts.liveSha !== facts.baseSha) return "the live recipe changed";
  if (facts.state === "passed") return null;
  if (facts.proposalState !== "open") return `the proposal was ${facts.proposalState}`;
  return facts.isCancelled ? "its runs were cancelled" : null;
}

type Step =
  | { kind: "wait" }
  | { kind: "ready"; item: Progress["ready"][number] }
  | { kind: "replace" | "again"; position: number }
  | { kind: "given_up"; reason: string };

/** A picture that a recipe cannot do is replaced, since nobody can judge it; runs that were lost are asked for again. */
function stepOf({ position, live, candidate, tries }: AdvanceItem): Step {
  const sides = [live, candidate];
  if (sides.some(({ kind }) => kind === "waiting")) return { kind: "wait" };
  if (sides.some(({ kind }) => kind === "failed")) return { kind: "replace", position };
  for (const side of sides) {
    if (side.kind !== "lost") continue;
    return tries < TRIES_MOST ? { kind: "again", position } : { kind: "given_up", reason: side.reason };
  }
  if (live.kind !== "done" || candidate.kind !== "done") return { kind: "wait" };
  return { kind: "ready", item: { position, liveRun: live.runId, candidateRun: candidate.runId } };
}
