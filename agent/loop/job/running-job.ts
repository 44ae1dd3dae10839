import type { LeaseLoss } from "./lease/keep-lease.ts";

/** Why a running job is stopped; only a person's cancel is reported as cancelled. */
export type StopCause = LeaseLoss | "cancelled" | "deadline" | "agent_stopping" | "store_failure";

/** One job from its first renew to its stored end, whatever its kind. */
export interface RunningJob {
  readonly kind: "tune" | "probe" | "image-run" | "image-replay" | "apply";
  /** The id of the tune run or the probe; an image job and an apply have their own. */
  readonly workId: string;
  phase(): string | null;
  stop(cause: StopCause, reason: string): void;
  /** Resolves with the pid of a child that survived every stop step (CX2), else with null. */
  readonly ended: Promise<number | null>;
}
