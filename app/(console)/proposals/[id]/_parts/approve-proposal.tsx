"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApproveDialog } from "../../../../_approval/approve-dialog.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../_words/proposal-words.ts";
import { planOf } from "./plan-of.ts";
import type { ProposalPage } from "./proposal-page.ts";
import { StaleNote } from "./stale-note.tsx";

interface ApproveProposalProps {
  page: ProposalPage;
  onClose: () => void;
}

/** Approves what was shown when the dialog opened; refused, it shows what is true now, and only that can then be forced (TU49, TU50). */
export function ApproveProposal({ page, onClose }: ApproveProposalProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [shown, setShown] = useState(page);
  const readAgain = async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.proposals.pathFilter()),
      queryClient.invalidateQueries(trpc.images.pathFilter()),
    ]);
    return queryClient.getQueryData(trpc.proposals.get.queryKey({ id: page.id })) ?? null;
  };
  const approve = useMutation(
    trpc.proposals.approve.mutationOptions({
      onSuccess: async () => {
        notify({ title: `${proposalLabel(page)} is approved: it is the live recipe of ${page.class} now.` });
        onClose();
        await readAgain();
      },
      onError: async () => setShown((await readAgain()) ?? page),
    }),
  );
  const { override } = shown.viewer;
  const need = { causes: override.causes, name: shown.class, noun: "class", leastReason: override.leastReason };
  return (
    <ApproveDialog
      title={`Approve ${proposalLabel(shown)}?`}
      verb="Approve"
      changes={<DiffLines name="Lines that change" lines={shown.changes.diff} isShort />}
      plan={planOf(shown)}
      undo={shown.undo}
      override={override.isNeeded ? need : null}
      stale={shown.stale === null ? null : <StaleNote stale={shown.stale} isShort />}
      canGoOn={shown.viewer.approve.isAllowed}
      isBusy={approve.isPending}
      failure={approve.error === null ? null : failureOf(approve.error)}
      onApprove={({ comment, override: typed }) =>
        approve.mutate({
          id: shown.id,
          comment,
          snapshot: shown.pins.snapshot,
          liveSha: shown.pins.liveSha,
          override: typed === null ? null : { class: typed.name, reason: typed.reason },
        })
      }
      onClose={onClose}
    />
  );
}
