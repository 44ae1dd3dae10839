"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { ApproveDialog } from "../../../../_approval/approve-dialog.tsx";
import { useTRPC } from "../../../../_trpc/context.ts";
import { requestKey } from "../../../../_trpc/request-key.ts";
import { notify } from "../../../../_ui/overlays/toast-manager.ts";
import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import { failureOf } from "../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../_words/proposal-words.ts";
import { type Followers, macsOf, planOf, ticksOf } from "./plan-of.ts";
import { proposalAnswer } from "./proposal-answer.ts";
import type { ProposalPage } from "./proposal-page.ts";
import { StaleNote } from "./stale-note.tsx";
import { useFollowers } from "./use-followers.ts";

interface ApproveProposalProps {
  page: ProposalPage;
  onClose: () => void;
}

/**
 * Approves what was shown when the dialog opened; refused, it shows what is true now, and only that can then be forced (TU49, TU50).
 * Decided meanwhile, by another person or by an approval whose answer was lost, it says so; the ticked Macs can still get what is live.
 */
export function ApproveProposal({ page, onClose }: ApproveProposalProps) {
  const trpc = useTRPC();
  const [shown, setShown] = useState(page);
  const followers = useFollowers(page.class);
  const readAgain = useReadAgain(page.id);
  const apply = useApplyAfter(page.class);
  const wanted = useRef<readonly string[]>([]);
  const approve = useMutation(
    trpc.proposals.approve.mutationOptions({
      onSuccess: async ({ liveSha }, { comment = "" }) => {
        apply({ liveSha, agentIds: wanted.current, comment });
        notify({ title: `${proposalLabel(page)} is approved: it is the live recipe of ${page.class} now.` });
        onClose();
        await readAgain();
      },
      onError: async () => setShown((await readAgain()) ?? page),
    }),
  );
  const decided = page.state === "open" || approve.isPending ? null : proposalAnswer(page);
  if (decided !== null) {
    return (
      <ApproveDialog
        {...decidedDialog(page, followers)}
        stale={<p role="status">{decided}</p>}
        failure={approve.error === null ? null : failureOf(approve.error)}
        onApprove={({ comment, ticked }) => {
          apply({ liveSha: page.recipeSha, agentIds: ticked, comment });
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  const { override } = shown.viewer;
  const isBack = shown.origin === "roll_back";
  const verb = isBack ? "Roll back" : "Approve";
  const need = { causes: override.causes, name: shown.class, noun: "class", leastReason: override.leastReason };
  return (
    <ApproveDialog
      title={`${verb} ${isBack ? `${shown.class} by ` : ""}${proposalLabel(shown)}?`}
      verb={verb}
      changes={<DiffLines name="Lines that change" lines={shown.changes.diff} isShort />}
      plan={planOf(shown, followers)}
      undo={shown.undo}
      ticks={ticksOf(followers)}
      override={override.isNeeded ? need : null}
      stale={shown.stale === null ? null : <StaleNote stale={shown.stale} isShort />}
      canGoOn={shown.viewer.approve.isAllowed}
      isBusy={approve.isPending}
      failure={approve.error === null ? null : failureOf(approve.error)}
      onApprove={({ comment, ticked, override: typed }) => {
        wanted.current = ticked;
        approve.mutate({
          id: shown.id,
          comment,
          snapshot: shown.pins.snapshot,
          liveSha: shown.pins.liveSha,
          override: typed === null ? null : { class: typed.name, reason: typed.reason },
        });
      }}
      onClose={onClose}
    />
  );
}

/** What is left to do from an open dialog once the proposal is decided: the applies, while its recipe is live. */
function decidedDialog(page: ProposalPage, followers: Followers) {
  const isLive = page.state === "promoted" && page.pins.liveSha === page.recipeSha;
  return {
    title: `${proposalLabel(page)} is decided`,
    verb: "Apply",
    changes: null,
    plan: macsOf(followers),
    undo: page.undo,
    ticks: isLive ? ticksOf(followers) : [],
    isTickNeeded: true,
    override: null,
    canGoOn: isLive,
    isBusy: false,
  };
}

/** Reads the proposal as it is now, and everything that hangs on a live recipe. */
function useReadAgain(id: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries(trpc.proposals.pathFilter()),
      queryClient.invalidateQueries(trpc.images.pathFilter()),
    ]);
    return queryClient.getQueryData(trpc.proposals.get.queryKey({ id })) ?? null;
  };
}

/** Approves the new live recipe for the ticked Macs, each an apply of its own; a refusal is told, the promotion stands. */
function useApplyAfter(label: string) {
  const trpc = useTRPC();
  const mutation = useMutation(
    trpc.proposals.applyRecipe.mutationOptions({
      onSuccess: ({ rows }) => {
        for (const { refusal } of rows) if (refusal !== null) notify({ title: refusal, isError: true });
      },
      onError: (error) => notify({ title: `Not applied: ${failureOf(error).cause}`, isError: true }),
    }),
  );
  return (of: { liveSha: string | null; agentIds: readonly string[]; comment: string }) => {
    if (of.liveSha === null || of.agentIds.length === 0) return;
    const key = requestKey(crypto.getRandomValues(new Uint8Array(16)));
    const { liveSha, comment } = of;
    mutation.mutate({ class: label, liveSha, agentIds: [...of.agentIds], comment, requestKey: key });
  };
}
