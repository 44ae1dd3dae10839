import { decideRetry } from "../../../core/autotune/restore/decide-retry.ts";
import { isProcessAlive } from "../../host/process-list.ts";
import type { Obligation, ProcessOwner } from "../../store/obligations/obligation.ts";
import { type RestoreResult, restoreOne } from "./restore-one.ts";
import type { RestorePlace } from "./restore-place.ts";

const isSame = (left: ProcessOwner, right: ProcessOwner): boolean =>
  left.pid === right.pid && left.startTime === right.startTime;

/** Whether this process may claim an obligation now: its own open one, or one of an owner that is gone; a running hold is left alone (B37, JK5). */
async function isClaimable(place: RestorePlace, obligation: Obligation): Promise<boolean> {
  const { owner, state, detail, failures } = obligation;
  const nowMs = place.clock.wallMs();
  if (detail.holdUntil !== null && Date.parse(detail.holdUntil) > nowMs) return false;
  if (decideRetry(failures, nowMs) === "wait") return false;
  if (isSame(owner, place.self)) return state === "open";
  return !(await isProcessAlive(owner.pid, owner.startTime));
}

/** Restores what this process drained and what dead owners left, the last drained first (B37, B102, B103). */
export async function settleObligations(place: RestorePlace): Promise<RestoreResult[]> {
  const results: RestoreResult[] = [];
  for (const obligation of place.book.unsettled().reverse()) {
    if (await isClaimable(place, obligation)) results.push(await restoreOne(place, obligation));
  }
  return results;
}

/** A living process that is restoring one right now, null when none is. */
export async function restoringOwner(place: RestorePlace): Promise<ProcessOwner | null> {
  for (const { owner, state } of place.book.unsettled()) {
    const isOther = state === "claimed" && !isSame(owner, place.self);
    if (isOther && (await isProcessAlive(owner.pid, owner.startTime))) return owner;
  }
  return null;
}
