import { procedure, router } from "../../trpc/procedures.ts";
import {
  ApproveProposalInput,
  DecidedProposal,
  ListProposalsInput,
  ProposalIdInput,
  ProposalList,
  ProposalPage,
  RejectProposalInput,
} from "./schema.ts";
import { approveProposal, getProposal, listProposals, rejectProposal } from "./service.ts";

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
});
