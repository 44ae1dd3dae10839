import type { ApprovalTick } from "../../../../_approval/apply-ticks.tsx";
import type { PlaceOfPlan } from "../../../../_approval/approval.tsx";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { followWords, heldText } from "../../../../_words/follow-words.ts";
import type { ProposalPage } from "./proposal-page.ts";

type Follower = RouterOutputs["proposals"]["followers"]["rows"][number];

/** The Macs that follow, as far as they are known. */
export type Followers =
  | { kind: "read"; rows: readonly Follower[] }
  | { kind: "reading" }
  | { kind: "unread"; cause: string; retry: () => void };

/** The plan as places: the console's own steps first, then each Mac that follows the class. */
export function planOf({ plan }: Pick<ProposalPage, "plan">, followers: Followers): PlaceOfPlan[] {
  return [{ place: "This console", steps: plan }, ...macsOf(followers)];
}

/** What happens on each Mac that follows, beside the console. */
export function macsOf(followers: Followers): PlaceOfPlan[] {
  switch (followers.kind) {
    case "reading":
      return [{ place: "Macs", steps: ["Which Macs follow the class is being read."] }];
    case "unread":
      return [{ place: "Macs", steps: [`Which Macs follow the class could not be read: ${followers.cause}`] }];
    case "read":
      return followers.rows.map(macOf);
  }
}

function macOf(row: Follower): PlaceOfPlan {
  return {
    place: row.host,
    steps: [
      `Follows the class and has ${heldText(row)}: ${followWords(row).word}.`,
      row.policy.isAllowed
        ? "Gets this recipe only by an apply of its own, which has its own tick."
        : `Its policy forbids an apply: ${row.policy.line ?? "no line was reported"}.`,
    ],
  };
}

/** One tick a following Mac; its policy's line where it forbids (console.md section 7). */
export function ticksOf(followers: Followers): ApprovalTick[] {
  if (followers.kind !== "read") return [];
  return followers.rows.map(({ agentId, host, policy }) => ({
    id: agentId,
    label: host,
    hint: policy.isAllowed
      ? "Writes its recipe file by one rename; the old text stays beside it."
      : `Its policy says: ${policy.line ?? "no"}`,
    isForbidden: !policy.isAllowed,
  }));
}
