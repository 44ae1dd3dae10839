import type { TuneProgress } from "../../../../core/contract/v1/events.ts";
import { RenewAnswer, RenewRequest } from "../../../../core/contract/v1/messages.ts";
import { clampTimers, LEASE_TIMES } from "../../../../core/leases/lease-clock.ts";
import { retryDelayMs } from "../../../../core/leases/retry.ts";
import type { PlaneLink } from "../../plane/plane-link.ts";
import type { World } from "../../world.ts";
import { growLease, type Lease } from "./lease.ts";

/** Why a job loses its right to work. */
export type LeaseLoss = "lease_lost" | "stale_fence" | "not_allowed";

export interface LeaseSetup {
  plane: PlaneLink;
  world: World;
  job: string;
  fence: string;
  progress(): TuneProgress | null;
  onCancel(by: string, reason: string): void;
  onLost(loss: LeaseLoss): void;
}

export interface KeptLease {
  /** True once the first renew of the fence succeeded; false when it never will (LE3). */
  readonly first: Promise<boolean>;
  close(): void;
}

const RENEW_TIMEOUT_MS = 20_000;
/** SW1: how often the clocks are compared, and the gap that counts as a suspension. */
const TICK_MS = 15_000;
const SUSPENSION_MS = 45_000;

type Step = { kind: "renewed"; lease: Lease } | { kind: "lost"; loss: LeaseLoss } | { kind: "retry"; afterMs: number };

async function renewOnce(setup: LeaseSetup, lease: Lease | null, signal: AbortSignal): Promise<Step> {
  const { plane, world, job, fence } = setup;
  const sentMonoMs = world.clock.monoMs();
  const progress = setup.progress();
  const result = await plane.call({
    path: "renew",
    request: RenewRequest,
    answer: RenewAnswer,
    body: { job, fence, ...(progress === null ? {} : { progress }) },
    timeoutMs: RENEW_TIMEOUT_MS,
    signal,
  });
  if (result.kind === "ok") {
    const { cancel, leaseMs } = result.value;
    if (cancel !== undefined) setup.onCancel(cancel.by, cancel.reason);
    return { kind: "renewed", lease: growLease(lease, sentMonoMs, leaseMs) };
  }
  if (result.kind === "refused" && result.status === 409) return { kind: "lost", loss: "stale_fence" };
  if (result.kind === "refused" && result.status === 403) return { kind: "lost", loss: "not_allowed" };
  return { kind: "retry", afterMs: result.kind === "refused" ? (result.retryAfterMs ?? 0) : 0 };
}

/** Stops the work 15 s before the lease ends on the monotonic clock; a suspension counts as time gone (INV-14, SW1). */
async function watchLease(setup: LeaseSetup, current: () => Lease | null, signal: AbortSignal): Promise<void> {
  const { clock } = setup.world;
  let sleptMs = 0;
  while (!signal.aborted) {
    const lease = current();
    const leftMs = lease === null ? TICK_MS : lease.stopAtMonoMs - clock.monoMs() - sleptMs;
    if (leftMs <= 0) return setup.onLost("lease_lost");
    const before = { wall: clock.wallMs(), mono: clock.monoMs() };
    await setup.world.wait(Math.min(TICK_MS, leftMs), signal);
    const gapMs = clock.wallMs() - before.wall - (clock.monoMs() - before.mono);
    if (gapMs > SUSPENSION_MS) sleptMs += gapMs;
  }
}

/** Renews a fence until closed: the first renew at once, then at the console's pace, sooner after a failure (LE3, TR8). */
export function keepLease(setup: LeaseSetup): KeptLease {
  const { plane, world } = setup;
  const end = new AbortController();
  let lease: Lease | null = null;
  let settleFirst = (_isRenewed: boolean): void => undefined;
  const first = new Promise<boolean>((resolve) => {
    settleFirst = resolve;
  });
  const renew = async (): Promise<void> => {
    for (let failures = 0; !end.signal.aborted; ) {
      const step = await renewOnce(setup, lease, end.signal);
      if (end.signal.aborted) break;
      if (step.kind === "lost") {
        settleFirst(false);
        return setup.onLost(step.loss);
      }
      failures = step.kind === "renewed" ? 0 : failures + 1;
      if (step.kind === "renewed") {
        lease = step.lease;
        settleFirst(true);
      }
      const paceMs = clampTimers(plane.enrolment()?.timers ?? LEASE_TIMES).renewMs;
      if (step.kind === "renewed") await world.wait(paceMs, end.signal);
      else {
        const delayMs = retryDelayMs({ failures, random: world.random(), retryAfterMs: step.afterMs });
        await world.wait(Math.min(paceMs, delayMs), AbortSignal.any([end.signal, plane.nudge()]));
      }
    }
    settleFirst(false);
  };
  void renew();
  void watchLease(setup, () => lease, end.signal);
  return { first, close: () => end.abort() };
}
