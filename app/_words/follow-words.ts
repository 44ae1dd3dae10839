import type { RouterOutputs } from "../_trpc/procedures.ts";
import type { StatusLevel } from "../_ui/values/status.tsx";

type Follower = RouterOutputs["proposals"]["followers"]["rows"][number];

const STATES: Record<Follower["state"], { level: StatusLevel; word: string }> = {
  not_following: { level: "none", word: "does not follow" },
  not_approved: { level: "none", word: "follows, nothing approved yet" },
  approved: { level: "running", word: "approved, not there yet" },
  applied: { level: "ok", word: "applied" },
  drifted: { level: "degrading", word: "drifted" },
  failed: { level: "degrading", word: "failed" },
};

/** AP8: only what the Mac says it has counts as applied. */
export function followWords({ state }: Pick<Follower, "state">): { level: StatusLevel; word: string } {
  return STATES[state];
}

/** Which recipe a Mac says it has. */
export function heldText({ sha, isShaKnown, isInvalid }: Pick<Follower, "sha" | "isShaKnown" | "isInvalid">): string {
  if (!isShaKnown) return "not said yet";
  if (isInvalid) return "a text that is not valid";
  return sha === null ? "none of its own" : sha.slice(0, 12);
}
