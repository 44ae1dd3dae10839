import type { PlaceOfPlan } from "../../../../_approval/approval.tsx";
import type { ProposalPage } from "./proposal-page.ts";

/** The plan as places: the console's own step first. */
export function planOf({ plan }: Pick<ProposalPage, "plan">): PlaceOfPlan[] {
  return [{ place: "This console", steps: plan }];
}
