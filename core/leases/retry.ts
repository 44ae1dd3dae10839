/** TR8: what a caller does with an HTTP status. `new-token` is one new token and one retry. */
type RetryDecision = "retry" | "new-token" | "give-up";

const FINAL_STATUSES: ReadonlySet<number> = new Set([400, 403, 404, 409, 410, 422]);
const BASE_MS = 1000;
const CAP_MS = 60_000;

export function decideRetry(status: number): RetryDecision {
  if (status === 401) return "new-token";
  return FINAL_STATUSES.has(status) ? "give-up" : "retry";
}

/** TR8: full jitter between 0 and min(60 s, 2^failures s), never before `Retry-After`. `random` is uniform in [0, 1). */
export function retryDelayMs(retry: { failures: number; random: number; retryAfterMs?: number | undefined }): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(retry.failures, 16));
  return Math.max(retry.retryAfterMs ?? 0, Math.floor(retry.random * ceiling));
}

/** TR8: after a lost connection the first poll falls anywhere within 30 s, so that a fleet does not come back at once. */
export function reconnectDelayMs(random: number): number {
  return Math.floor(random * 30_000);
}
