import type { Failure } from "../_ui/states/failure.ts";

/** `pause`: it is tried again by itself. `keep`: a person asks for the next try. `drop`: another try would be refused too. */
export type FailureDecision = { kind: "pause" } | { kind: "keep" | "drop"; message: string };

/** Codes without a second try of their own, after which what was sent may still be stored: the console's own failure, and a sign-in that ended. */
const KEPT = new Set(["INTERNAL", "UNAUTHENTICATED"]);

/** Decides what becomes of a job that failed; only a definite refusal drops one, since an answer is not given twice (IM58, TP9). */
export function decideFailure({ cause, code, fix, isRetryable }: Failure): FailureDecision {
  if (code === "RATE_LIMITED") return { kind: "pause" };
  const message = `${cause} ${fix}`;
  return { kind: isRetryable || KEPT.has(code) ? "keep" : "drop", message };
}
