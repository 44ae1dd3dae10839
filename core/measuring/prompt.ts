const LARGEST_SHRINKS = 3;

/** B104: the words of a prompt for a target context, before any sizing. */
export function promptWordCount(targetContext: number): number {
  return Math.max(1, Math.floor((8 * targetContext) / 10));
}

/** B104: one user message of three lines. `nonce` is 12 random hex digits, new for every request (M11). */
export function promptText(nonce: string, wordCount: number): string {
  return [nonce, Array.from({ length: wordCount }, () => "probe").join(" "), "Count from one to sixty in words."].join(
    "\n",
  );
}

/** B107: `max_tokens` of a measured request. */
export function maxTokensFor(targetContext: number): number {
  return Math.min(64, Math.max(2, Math.floor(targetContext / 10)));
}

/** B107: never below the gate, because a limit below it made slow Macs fail silently. Milliseconds. */
export function idleTimeoutMs(gateTtftMs: number): number {
  return Math.max(300_000, gateTtftMs + 60_000);
}

interface RequestContent {
  model: string;
  nonce: string;
  wordCount: number;
  targetContext: number;
  /** A probe's profile states it; a tune's follows its target. */
  maxTokens?: number;
}

/** The request body of B107 as an OpenAI-compatible server reads it. */
export function probeRequestBody(request: RequestContent) {
  return {
    model: request.model,
    messages: [{ role: "user", content: promptText(request.nonce, request.wordCount) }],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    max_tokens: request.maxTokens ?? maxTokensFor(request.targetContext),
  };
}

/** What the sizing warm-up came back with: a `context_length_exceeded` refusal, or an answer with its reported prompt tokens. */
export type SizingOutcome = { kind: "refused"; message: string } | { kind: "answered"; promptTokens: number | null };

type SizingDecision =
  | { kind: "keep"; wordCount: number }
  | { kind: "repeat"; wordCount: number }
  | { kind: "does-not-fit"; reason: string };

/** A refusal names the prompt and the smaller cap (A11), so its prompt is the largest number in it. */
function tokensNamed(message: string): number | null {
  const numbers = [...message.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  return numbers.length === 0 ? null : Math.max(...numbers);
}

/** B106: whether the word count of a model's first warm-up is kept, scaled down and tried again, or given up. Never upwards. */
export function decidePromptSize(input: {
  targetContext: number;
  wordCount: number;
  /** Sizing repeats so far. */
  repeats: number;
  outcome: SizingOutcome;
}): SizingDecision {
  const { targetContext, wordCount, outcome } = input;
  const tokens = outcome.kind === "refused" ? tokensNamed(outcome.message) : outcome.promptTokens;
  const limit = Math.floor((9 * targetContext) / 10);
  if (outcome.kind === "answered" && (tokens === null || tokens <= limit)) return { kind: "keep", wordCount };
  if (input.repeats >= LARGEST_SHRINKS) {
    const reason = outcome.kind === "refused" ? outcome.message : `${tokens} tokens over ${limit}`;
    return { kind: "does-not-fit", reason: `prompt does not fit: ${reason}` };
  }
  const factor = tokens === null || tokens === 0 ? 0.8 : (0.8 * targetContext) / tokens;
  return { kind: "repeat", wordCount: Math.max(1, Math.floor(wordCount * Math.min(factor, 1))) };
}
