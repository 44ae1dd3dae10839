import { procedure, router } from "../../trpc/procedures.ts";
import {
  AppliedList,
  ApplyRecipeInput,
  ApproveProposalInput,
  ClassStateInput,
  ClassStateOutput,
  ConfirmProposalInput,
  DecidedProposal,
  FollowerList,
  FollowersInput,
  FollowInput,
  ListProposalsInput,
  OpenedProposal,
  ProposalIdInput,
  ProposalList,
  ProposalPage,
  ProposeRecipeInput,
  RejectProposalInput,
  RollBackInput,
  StartedConfirmation,
  TuneClassInput,
  TuneClassOutput,
} from "./schema.ts";
import {
  applyRecipe,
  approveProposal,
  getClassState,
  getProposal,
  listFollowers,
  listProposals,
  proposeRecipe,
  rejectProposal,
  rollBackRecipe,
  setFollowing,
  startConfirmation,
  tuneClass,
} from "./service.ts";

export const proposalsRouter = router({
  list: procedure
    .meta({ can: "read" })
    .input(ListProposalsInput)
    .output(ProposalList)
    .query(({ ctx, input }) => listProposals(ctx, input)),
  get: procedure
    .meta({ can: "read" })
    .input(ProposalIdInput)
    .output(ProposalPage)
    .query(({ ctx, input }) => getProposal(ctx, input)),
  /** TU40: starts the blind comparison of a proposal with what is live. */
  confirm: procedure
    .meta({ can: "propose" })
    .input(ConfirmProposalInput)
    .output(StartedConfirmation)
    .mutation(({ ctx, input }) => startConfirmation(ctx, input)),
  state: procedure
    .meta({ can: "read" })
    .input(ClassStateInput)
    .output(ClassStateOutput)
    .query(({ ctx, input }) => getClassState(ctx, input)),
  approve: procedure
    .meta({ can: "approve" })
    .input(ApproveProposalInput)
    .output(DecidedProposal)
    .mutation(({ ctx, input }) => approveProposal(ctx, input)),
  reject: procedure
    .meta({ can: "approve" })
    .input(RejectProposalInput)
    .output(DecidedProposal)
    .mutation(({ ctx, input }) => rejectProposal(ctx, input)),
  followers: procedure
    .meta({ can: "read" })
    .input(FollowersInput)
    .output(FollowerList)
    .query(({ ctx, input }) => listFollowers(ctx, input)),
  follow: procedure
    .meta({ can: "propose" })
    .input(FollowInput)
    .output(FollowerList)
    .mutation(({ ctx, input }) => setFollowing(ctx, input)),
  applyRecipe: procedure
    .meta({ can: "approve" })
    .input(ApplyRecipeInput)
    .output(AppliedList)
    .mutation(({ ctx, input }) => applyRecipe(ctx, input)),
  /** Tunes in a worker thread of at most 60 s (TU48). */
  tune: procedure
    .meta({ can: "propose" })
    .input(TuneClassInput)
    .output(TuneClassOutput)
    .mutation(({ ctx, input }) => tuneClass(ctx, input)),
  propose: procedure
    .meta({ can: "propose" })
    .input(ProposeRecipeInput)
    .output(OpenedProposal)
    .mutation(({ ctx, input }) => proposeRecipe(ctx, input)),
  rollBack: procedure
    .meta({ can: "approve" })
    .input(RollBackInput)
    .output(OpenedProposal)
    .mutation(({ ctx, input }) => rollBackRecipe(ctx, input)),
});
