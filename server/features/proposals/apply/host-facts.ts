import { decidePermit } from "../../../../core/policy/decide-permit.ts";
import { heldShaOf } from "../../../../core/tuning/following/follow-state.ts";
import type { Host } from "../../jobs/index.ts";
import type { FollowerRecord } from "./follower-repo.ts";

/** The run deadline of an apply in seconds (protocol.md section 3). */
const APPLY_S = 1800;

/** What the Mac's own policy, as last reported, says to an apply; its line is quoted (LP1, AP11). */
export function applyPolicyOf({ policy }: Pick<Host, "policy">): { isAllowed: boolean; line: string | null } {
  if (policy === null) return { isAllowed: false, line: "this machine has not reported its policy yet" };
  const asked = { models: [], maxDurationS: APPLY_S, isDrainAsked: false, cachedModels: [] };
  const permit = decidePermit({ ...asked, policy, kind: "apply" });
  return permit.kind === "permit" ? { isAllowed: true, line: null } : { isAllowed: false, line: permit.detail };
}

/** Whether a Mac says that it has a text for the class which is not valid or cannot be read: it names the class and no sha. */
export const isHeldInvalid = ({ capabilities }: Pick<Host, "capabilities">, label: string): boolean =>
  capabilities?.imageRecipes?.some((held) => held.class === label && held.sha === null) ?? false;

/** The recipe a Mac says it has for a class; undefined where it never said. */
export function heldOf(
  { row, capabilities }: Pick<Host, "row" | "capabilities">,
  label: string,
  follower: Pick<FollowerRecord, "heldSha" | "heldAt"> | null,
): string | null | undefined {
  const recipes = capabilities?.imageRecipes;
  const sha = recipes === undefined ? undefined : (recipes.find((held) => held.class === label)?.sha ?? null);
  const endedAt = follower?.heldAt ?? null;
  return heldShaOf({
    reported: { sha, atMs: row.capsAt?.getTime() ?? 0 },
    ended: endedAt === null ? null : { sha: follower?.heldSha ?? null, atMs: endedAt.getTime() },
  });
}
