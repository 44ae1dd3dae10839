import { selfStopAtMs } from "../../../../core/leases/lease-clock.ts";

/** When the agent must have stopped by itself, on its monotonic clock, counted from sending a renew. */
export interface Lease {
  stopAtMonoMs: number;
}

/** The lease after a renew sent at `sentMonoMs` was answered with `leaseMs`; an answer never makes it shorter (T3, INV-18). */
export function growLease(lease: Lease | null, sentMonoMs: number, leaseMs: number): Lease {
  const stopAtMonoMs = selfStopAtMs({ renewSentMonoMs: sentMonoMs, leaseMs });
  return { stopAtMonoMs: Math.max(lease?.stopAtMonoMs ?? 0, stopAtMonoMs) };
}
