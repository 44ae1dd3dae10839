import type { Shape } from "../../fixtures/stub-server/behaviour.ts";
import type { StubRecord } from "../../fixtures/stub-server/start.ts";
import type { ProbedRequest } from "../serving/espalier-probe.ts";

/** One request as the client measured it beside what the server recorded; errors in ms, client minus recorded. */
export interface Judged {
  readonly ttftErrorMs: number | null;
  readonly tpotErrorMs: number | null;
  readonly isCountExact: boolean;
  /** The client did not see the shape that was sent: its class, first event, first output or method. */
  readonly isWrongShape: boolean;
}

/**
 * An event taken for the first token before it was written is early by most of a wait or of a token time, the least
 * being 20 ms; a machine that reads late can only be late, which the errors tell and the shape does not.
 */
const EARLY_MS = 15;

/** A shape that must fail has no metrics and the one error class; every other one has both values. */
export function judge(shape: Shape, ours: ProbedRequest, theirs: StubRecord | undefined): Judged {
  const [first, last] = [theirs?.writes[0], theirs?.writes.at(-1)];
  if (shape === "streamed-error") {
    const isRight = ours.error_class === "stream_error" && ours.metrics === null;
    return { ttftErrorMs: null, tpotErrorMs: null, isCountExact: true, isWrongShape: !isRight };
  }
  const { metrics } = ours;
  if (
    metrics === null ||
    metrics.tpot_ms === null ||
    theirs === undefined ||
    first === undefined ||
    last === undefined
  ) {
    return { ttftErrorMs: null, tpotErrorMs: null, isCountExact: false, isWrongShape: true };
  }
  const tokens = theirs.writes.reduce((sum, write) => sum + write.tokens, 0);
  const output = theirs.writes.find(({ reasoning }) => reasoning === 0);
  const ttftErrorMs = metrics.ttft_ms - first.atUs / 1000;
  const ttfoErrorMs = (metrics.ttfo_ms ?? Number.NaN) - (output?.atUs ?? Number.NaN) / 1000;
  const isFirstRight = metrics.k1 === (shape === "bundled" ? 4 : 1);
  const isOrderRight = (metrics.ttfo_ms === metrics.ttft_ms) === (output === first);
  return {
    ttftErrorMs,
    tpotErrorMs: metrics.tpot_ms - (last.atUs - first.atUs) / 1000 / (tokens - metrics.k1),
    isCountExact: metrics.n_out === tokens,
    isWrongShape: !isFirstRight || !isOrderRight || !(Math.min(ttftErrorMs, ttfoErrorMs) > -EARLY_MS),
  };
}
