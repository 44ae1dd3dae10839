"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RejectDialog } from "../../../../_approval/reject-dialog.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../_words/proposal-words.ts";
import { proposalAnswer } from "./proposal-answer.ts";
import type { ProposalPage } from "./proposal-page.ts";

/** Rejects with a comment; the live recipe stays (TU49). Once somebody decided it says so and keeps what was typed. */
export function RejectProposal({ page, onClose }: { page: ProposalPage; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const reject = useMutation(
    trpc.proposals.reject.mutationOptions({
      onSuccess: async () => {
        notify({ title: `${proposalLabel(page)} is rejected.` });
        onClose();
        await queryClient.invalidateQueries(trpc.proposals.pathFilter());
      },
      onError: () => queryClient.invalidateQueries(trpc.proposals.pathFilter()),
    }),
  );
  return (
    <RejectDialog
      title={`Reject ${proposalLabel(page)}?`}
      decided={page.state === "open" || reject.isPending ? null : proposalAnswer(page)}
      isBusy={reject.isPending}
      failure={reject.error === null ? null : failureOf(reject.error)}
      onReject={(comment) => reject.mutate({ id: page.id, comment })}
      onClose={onClose}
    />
  );
}
