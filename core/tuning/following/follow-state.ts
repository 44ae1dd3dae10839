import { z } from "zod";
import type { JobState } from "../../contract/v1/job.ts";
import { isJobEnd } from "../../leases/job-transition.ts";

/** TU51: how a Mac stands to a class. `failed` is an approved apply that came to nothing; its reason stands beside it. */
export const FollowState = z.enum(["not_following", "not_approved", "approved", "applied", "drifted", "failed"]);
export type FollowState = z.infer<typeof FollowState>;

interface FollowFacts {
  readonly isFollowing: boolean;
  /** The last recipe a person approved for this Mac; null before the first. */
  readonly approvedSha: string | null;
  /** What the Mac says it has; null for none, an invalid one and an unknown one. */
  readonly heldSha: string | null;
  /** Of the apply job; null when it is gone. */
  readonly jobState: JobState | null;
}

/** AP8 for image recipes: only what the Mac says it has counts as applied, whatever its job reported. */
export function followStateOf({ isFollowing, approvedSha, heldSha, jobState }: FollowFacts): FollowState {
  if (!isFollowing) return "not_following";
  if (approvedSha === null) return "not_approved";
  if (heldSha === approvedSha) return "applied";
  if (jobState !== null && !isJobEnd(jobState)) return "approved";
  return jobState === "SUCCEEDED" ? "drifted" : "failed";
}

interface Readings {
  /** Of the newest report: undefined where it named no recipes, null for a class it has none of. */
  readonly reported: { readonly sha: string | null | undefined; readonly atMs: number };
  /** At the end of the last apply. */
  readonly ended: { readonly sha: string | null; readonly atMs: number } | null;
}

/** The newest word of a Mac on the recipe it has; undefined where it never said. */
export function heldShaOf({ reported, ended }: Readings): string | null | undefined {
  if (ended === null) return reported.sha;
  return reported.sha === undefined || ended.atMs >= reported.atMs ? ended.sha : reported.sha;
}
