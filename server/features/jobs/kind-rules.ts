import type { JobKind } from "../../../core/contract/v1/job.ts";
import { LEASE_TIMES } from "../../../core/leases/lease-clock.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface KindRule {
  attempts: number;
  queueMs: number;
  runMs: number;
}

/** protocol.md section 3; a tune's run deadline follows its plan. */
const KIND_RULES: Record<JobKind, KindRule> = {
  tune: { attempts: 1, queueMs: 24 * HOUR_MS, runMs: 3 * HOUR_MS },
  probe: { attempts: 2, queueMs: HOUR_MS, runMs: 30 * MINUTE_MS },
  apply: { attempts: 1, queueMs: 24 * HOUR_MS, runMs: 30 * MINUTE_MS },
  rollback: { attempts: 1, queueMs: 24 * HOUR_MS, runMs: 30 * MINUTE_MS },
  drain: { attempts: 1, queueMs: HOUR_MS, runMs: 5 * MINUTE_MS },
  restore: { attempts: 5, queueMs: 24 * HOUR_MS, runMs: 15 * MINUTE_MS },
  "image-run": { attempts: 3, queueMs: 24 * HOUR_MS, runMs: HOUR_MS },
  "image-replay": { attempts: 3, queueMs: 24 * HOUR_MS, runMs: 2 * HOUR_MS },
  "tool-evaluate": { attempts: 3, queueMs: 24 * HOUR_MS, runMs: 10 * MINUTE_MS },
  repair: { attempts: 2, queueMs: 24 * HOUR_MS, runMs: 10 * MINUTE_MS },
  update: { attempts: 1, queueMs: 7 * 24 * HOUR_MS, runMs: 15 * MINUTE_MS },
};

/** Attempts, deadlines and lease of a kind in milliseconds; a tune may run for its own longest duration and an hour. */
export function kindRule(kind: JobKind, maxDurationS: number | null): KindRule & { leaseTtlMs: number } {
  const rule = KIND_RULES[kind];
  const runMs = maxDurationS === null ? rule.runMs : maxDurationS * 1000 + HOUR_MS;
  const leaseTtlMs = rule.attempts === 1 ? LEASE_TIMES.singleAttemptLeaseTtlMs : LEASE_TIMES.leaseTtlMs;
  return { ...rule, runMs, leaseTtlMs };
}
