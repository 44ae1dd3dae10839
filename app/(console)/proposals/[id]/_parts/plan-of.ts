import type { ApprovalTick } from "../../../../_approval/apply-ticks.tsx";
import type { PlaceOfPlan } from "../../../../_approval/approval.tsx";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { followWords, heldText } from "../../../../_words/follow-words.ts";
import type { ProposalPage } from "./proposal-page.ts";

export type Follower = RouterOutputs["proposals"]["followers"]["rows"][number];

/** The plan as places: the console's own steps first, then each Mac that follows the class. */
export function planOf({ plan }: Pick<ProposalPage, "plan">, followers: readonly Follower[]): PlaceOfPlan[] {
  const macs = followers.map((row) => ({
    place: row.host,
    steps: [
      `Follows the class and has ${heldText(row)}: ${followWords(row).word}.`,
      row.policy.isAllowed
        ? "Gets this recipe only by an apply of its own, which has its own tick."
        : `Its policy forbids an apply: ${row.policy.line ?? "no line was reported"}.`,
    ],
  }));
  return [{ place: "This console", steps: plan }, ...macs];
}

/** One tick a following Mac; its policy's line where it forbids (console.md section 7). */
export function ticksOf(followers: readonly Follower[]): ApprovalTick[] {
  return followers.map(({ agentId, host, policy }) => ({
    id: agentId,
    label: host,
    hint: policy.isAllowed
      ? "Writes its recipe file by one rename; the old text stays beside it."
      : `Its policy says: ${policy.line ?? "no"}`,
    isForbidden: !policy.isAllowed,
  }));
}
