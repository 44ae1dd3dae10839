export { applyRecipe } from "./apply/apply-recipe.ts";
export { listFollowers } from "./apply/list-followers.ts";
export { setFollowing } from "./apply/set-following.ts";
export { startConfirmation } from "./confirmation/start-confirmation.ts";
export { approveProposal } from "./deciding/approve.ts";
export { rejectProposal } from "./deciding/reject.ts";
export { getProposal } from "./reading/get-proposal.ts";
export { listProposals } from "./reading/list-proposals.ts";
