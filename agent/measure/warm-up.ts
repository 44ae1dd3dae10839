import { decidePromptSize, promptWordCount, type SizingOutcome } from "../../core/measuring/prompt.ts";
import type { RawReplicate } from "../../core/measuring/replicate.ts";
import { measureVolley, type ProbeAim, type VolleyOutcome } from "./measure-volley.ts";
import type { ProbeOutcome } from "./probe-volley.ts";

export interface WarmUpRequest {
  /** The model's word count when an earlier start of this run settled it; null makes this warm-up the sizing one (B106). */
  readonly settledWordCount: number | null;
}

export type WarmUpResult =
  | {
      readonly kind: "warm";
      readonly wordCount: number;
      readonly hasUsage: boolean;
      readonly coldTtftMs: number | null;
      readonly promptTokens: number | null;
      readonly replicate: RawReplicate;
    }
  /** The replicate's own error says why. */
  | { readonly kind: "failed"; readonly replicate: RawReplicate }
  | { readonly kind: "exited"; readonly code: number | null; readonly replicate: RawReplicate }
  | { readonly kind: "aborted" };

interface Attempt {
  readonly wordCount: number;
  readonly repeats: number;
  readonly hasUsage: boolean;
}

/** One discarded request per provider start, preceded on a model's first start by the sizing attempts (B106, B108, M12, M13). */
export async function warmUp(aim: ProbeAim, request: WarmUpRequest): Promise<WarmUpResult> {
  let attempt: Attempt = {
    wordCount: request.settledWordCount ?? promptWordCount(aim.targetContext),
    repeats: 0,
    hasUsage: true,
  };
  for (;;) {
    const volley = await measureVolley(aim, { ...attempt, size: 1 });
    const outcome = volley.outcomes[0];
    if (aim.signal.aborted || outcome === undefined) return { kind: "aborted" };
    const next = judge({ aim, attempt, outcome, isSizing: request.settledWordCount === null });
    if (next.kind === "again") {
      attempt = next.attempt;
      continue;
    }
    return conclude({ volley, outcome, attempt, refusedSize: next.reason });
  }
}

type Judgement =
  | { readonly kind: "again"; readonly attempt: Attempt }
  | { readonly kind: "take"; readonly reason: string | null };

interface Judged {
  readonly aim: ProbeAim;
  readonly attempt: Attempt;
  readonly outcome: ProbeOutcome;
  readonly isSizing: boolean;
}

function judge({ aim, attempt, outcome, isSizing }: Judged): Judgement {
  const { refusal, raw } = outcome;
  if (attempt.hasUsage && refusal?.status === 400 && /include_usage|stream_options/.test(refusal.message)) {
    return { kind: "again", attempt: { ...attempt, hasUsage: false } };
  }
  if (!isSizing) return { kind: "take", reason: null };
  const sizing = sizingOutcome(outcome);
  if (sizing === null || (sizing.kind === "answered" && raw.error !== null)) return { kind: "take", reason: null };
  const decision = decidePromptSize({ targetContext: aim.targetContext, ...attempt, outcome: sizing });
  if (decision.kind === "repeat") {
    return { kind: "again", attempt: { ...attempt, wordCount: decision.wordCount, repeats: attempt.repeats + 1 } };
  }
  return { kind: "take", reason: decision.kind === "does-not-fit" ? decision.reason : null };
}

function sizingOutcome({ refusal, raw }: ProbeOutcome): SizingOutcome | null {
  if (refusal?.code === "context_length_exceeded") return { kind: "refused", message: refusal.message };
  return refusal === null ? { kind: "answered", promptTokens: raw.nPrompt } : null;
}

interface Concluded {
  readonly volley: VolleyOutcome;
  readonly outcome: ProbeOutcome;
  readonly attempt: Attempt;
  readonly refusedSize: string | null;
}

function conclude({ volley, outcome, attempt, refusedSize }: Concluded): WarmUpResult {
  const raw = refusedSize === null ? outcome.raw : { ...outcome.raw, error: refusedSize };
  const replicate: RawReplicate = { index: 0, isWarmUp: true, requests: [raw], flags: [...volley.flags] };
  if (volley.exited !== undefined) return { kind: "exited", code: volley.exited.code, replicate };
  if (raw.error !== null) return { kind: "failed", replicate };
  const firstUs = raw.stampsUs[0];
  return {
    kind: "warm",
    wordCount: attempt.wordCount,
    hasUsage: attempt.hasUsage,
    coldTtftMs: firstUs === undefined ? null : firstUs / 1000,
    promptTokens: raw.nPrompt,
    replicate,
  };
}
