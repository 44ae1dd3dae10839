import type { Timers } from "../contract/v1/messages.ts";

const SECOND = 1000;

/** Protocol section 6, in ms. */
export const LEASE_TIMES = {
  pollHoldMs: 25 * SECOND,
  renewMs: 15 * SECOND,
  leaseTtlMs: 90 * SECOND,
  /** Kinds with one attempt never get a second holder (LE4). */
  singleAttemptLeaseTtlMs: 900 * SECOND,
  takeoverGraceMs: 30 * SECOND,
  reaperMs: 10 * SECOND,
  selfStopMarginMs: 15 * SECOND,
  askToTermMs: 10 * SECOND,
  termToKillMs: 20 * SECOND,
  killVerifyMs: 2 * SECOND,
} as const;

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** The server states timers, the agent holds them to their bounds. */
export function clampTimers(timers: Timers): Timers {
  return {
    pollHoldMs: clamp(timers.pollHoldMs, 5 * SECOND, 50 * SECOND),
    renewMs: clamp(timers.renewMs, 5 * SECOND, 30 * SECOND),
    leaseTtlMs: clamp(timers.leaseTtlMs, 60 * SECOND, 1800 * SECOND),
  };
}

/** When the agent must have stopped by itself: 15 s before lease end, counted from sending the last successful renew (INV-14). */
export function selfStopAtMs(lease: { renewSentMonoMs: number; leaseMs: number }): number {
  return lease.renewSentMonoMs + lease.leaseMs - LEASE_TIMES.selfStopMarginMs;
}

/** When the server may take a lease over: never before TTL and grace (INV-14). */
export function takeoverAtMs(leaseUntilMs: number): number {
  return leaseUntilMs + LEASE_TIMES.takeoverGraceMs;
}

/** T3, INV-18: a renew moves the end of a lease forward only. */
export function extendLease(lease: { leaseUntilMs: number; nowMs: number; leaseTtlMs: number }): number {
  return Math.max(lease.leaseUntilMs, lease.nowMs + lease.leaseTtlMs);
}
