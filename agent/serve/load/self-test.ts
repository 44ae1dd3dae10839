import { findStopTokenLeak } from "../../../core/measuring/stop-tokens.ts";
import type { CompletionEnd, LoadedEngine } from "../../engines/engine.ts";

const LIMIT_MS = 30_000;
const TOKENS = 5;

export type SelfTestOutcome =
  | { readonly kind: "passed"; readonly tokensPerSecond: number | null }
  | { readonly kind: "failed"; readonly reason: string };

/** A17: one short completion before the gates open. Its rate is the throughput estimate. */
export async function selfTest(engine: LoadedEngine, stop: AbortSignal): Promise<SelfTestOutcome> {
  const timeout = AbortSignal.timeout(LIMIT_MS);
  const prompt = await engine.prepare([{ role: "user", content: "Hello" }]);
  const generation = await engine.complete({
    prompt,
    maxTokens: TOKENS,
    temperature: 0,
    topP: null,
    seed: null,
    stop: [],
    signal: AbortSignal.any([timeout, stop]),
  });
  let text = "";
  let step = await generation.next();
  while (step.done !== true) {
    text += step.value.text;
    step = await generation.next();
  }
  const reason = failure({ text, end: step.value, hasTimedOut: timeout.aborted });
  return reason === null
    ? { kind: "passed", tokensPerSecond: rateOf(step.value) }
    : { kind: "failed", reason: `self-test failed: ${reason}` };
}

type Result = { text: string; end: CompletionEnd; hasTimedOut: boolean };

function failure({ text, end, hasTimedOut }: Result): string | null {
  if (hasTimedOut) return `no answer within ${LIMIT_MS / 1000} s`;
  if (text.trim() === "") return "empty output";
  if (end.promptTokens < 1 || end.completionTokens < 1) return "no tokens counted";
  const leaked = findStopTokenLeak(text);
  return leaked === null ? null : `leaked stop token ${leaked}`;
}

/** Decode tokens per second, without the first token; null when nothing was timed. */
function rateOf({ completionTokens, decodeMs }: CompletionEnd): number | null {
  return completionTokens < 2 || decodeMs === null || decodeMs <= 0 ? null : ((completionTokens - 1) * 1000) / decodeMs;
}
