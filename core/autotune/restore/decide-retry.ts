import { z } from "zod";

/** Failed restores of one obligation, newest last; at most five are kept. Times in Unix milliseconds. */
export const RestoreFailures = z.strictObject({ failedAtMs: z.array(z.number()), isQuarantined: z.boolean() });
export type RestoreFailures = z.infer<typeof RestoreFailures>;

const MOST_FAILURES = 5;
const WITHIN_MS = 5 * 60_000;
const QUARANTINE_PACE_MS = 10 * 60_000;

/** RO3: the fifth failure within five minutes puts the obligation into quarantine, which only a restore ends. */
export function addFailure(failures: RestoreFailures, nowMs: number): RestoreFailures {
  const failedAtMs = [...failures.failedAtMs, nowMs].slice(-MOST_FAILURES);
  const [first] = failedAtMs;
  const isFifth = failedAtMs.length === MOST_FAILURES && first !== undefined && nowMs - first <= WITHIN_MS;
  return { failedAtMs, isQuarantined: failures.isQuarantined || isFifth };
}

/** RO3: in quarantine one try each ten minutes; a clock that went back does not hold a restore up. */
export function decideRetry(failures: RestoreFailures, nowMs: number): "try" | "wait" {
  const last = failures.failedAtMs.at(-1);
  if (!failures.isQuarantined || last === undefined || last > nowMs) return "try";
  return nowMs - last >= QUARANTINE_PACE_MS ? "try" : "wait";
}
