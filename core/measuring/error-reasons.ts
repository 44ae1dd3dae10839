import { plainWords } from "../units/plain-words.ts";

/** B52: how a failed request, replicate or trial reads in a row's notes. */
export const errorReasons = {
  http: (status: number): string => `HTTP ${status}`,
  request: (detail: string): string => `request error: ${plainWords(detail)}`,
  idleTimeout: (seconds: number): string => `idle timeout after ${seconds} s`,
  gate: (ttftP95Ms: number, gateTtftMs: number): string =>
    `ttft p95 ${Math.ceil(ttftP95Ms)} ms over gate ${gateTtftMs} ms`,
  leak: (token: string): string => `stop-token leak: ${token}`,
  exited: (exit: { phase: string; code: number | null; tail: string }): string =>
    `provider exited during ${exit.phase} rc=${exit.code ?? "none"}: ${plainWords(exit.tail)}`,
  warmUp: (reason: string): string => `warm-up: ${reason}`,
  noContent: "produced no content",
  tooFewTokens: (tokens: number): string => `too few tokens to measure (${tokens})`,
  notFinite: "measured value not finite",
  methodChanged: "token count method changed",
  prefixCached: "prompt served from a cache",
  notMeasured: "not measured",
} as const;

const TELLING = /error|oom|out of memory|traceback/i;

/** B51: the first telling line of a provider's stderr, else its last 240 characters. */
export function stderrTail(stderr: string): string {
  const telling = stderr.split("\n").find((line) => TELLING.test(line));
  return telling?.trim() ?? stderr.trim().slice(-240);
}
