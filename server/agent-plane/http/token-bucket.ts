export interface BucketRule {
  perSecond: number;
  burst: number;
}

/** Rate limits of RL1, one bucket per key, on monotonic time. */
export class TokenBuckets {
  readonly #rule: BucketRule;
  readonly #buckets = new Map<string, { tokens: number; atMs: number }>();

  constructor(rule: BucketRule) {
    this.#rule = rule;
  }

  /** Takes `cost` tokens; the answer is 0, or the milliseconds to wait for them. */
  take(key: string, nowMs: number, cost = 1): number {
    const { perSecond, burst } = this.#rule;
    const known = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, known.tokens + ((nowMs - known.atMs) / 1000) * perSecond);
    const isEnough = tokens >= cost;
    this.#buckets.set(key, { tokens: isEnough ? tokens - cost : tokens, atMs: nowMs });
    if (this.#buckets.size > 10_000) this.#forgetFull(nowMs);
    return isEnough ? 0 : Math.ceil(((cost - tokens) / perSecond) * 1000);
  }

  #forgetFull(nowMs: number): void {
    const { perSecond, burst } = this.#rule;
    for (const [key, bucket] of this.#buckets) {
      if (bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond >= burst) this.#buckets.delete(key);
    }
  }
}
