"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { isAllowed } from "../../../../../../core/access/roles.ts";
import { FailureLine } from "../../../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../../_words/proposal-words.ts";
import { openProposalOf } from "./open-proposal-of.ts";
import { planText } from "./plan-text.ts";
import { tuneState } from "./tune-state.ts";
import { useTuner } from "./use-tuner.ts";

interface TuneClassProps {
  page: Pick<RouterOutputs["images"]["class"], "summary" | "live">;
}

/** The one action of a class: tune it, or review the proposal that a tune made; it says what is missing (TU37, TU48). */
export function TuneClass({ page: { summary, live } }: TuneClassProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const me = useQuery(trpc.self.me.queryOptions());
  const open = useQuery(trpc.proposals.list.queryOptions(openProposalOf(summary.label)));
  const tuner = useTuner(summary.label);
  const tune = useMutation(
    trpc.proposals.tune.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries(trpc.proposals.pathFilter());
        if (answer.kind === "proposal") router.push(`/proposals/${answer.id}`);
      },
    }),
  );
  const role = me.data?.role ?? null;
  const mayTune = isAllowed(role, "propose");
  const [newest = null] = open.data?.rows ?? [];
  const state = tuneState({
    tuner: tuner.data ?? null,
    isPassThrough: live?.isPassThrough ?? false,
    open: newest,
    mayDecide: isAllowed(role, "approve"),
  });
  const unread = tuner.data === undefined ? tuner.error : null;
  return (
    <div className="grid max-w-[44ch] gap-1 md:justify-items-end md:text-right">
      <div className="flex flex-wrap gap-2">
        <Button
          variant={newest === null ? "primary" : "quiet"}
          disabled={!state.canTune || !mayTune || tuner.isPending}
          isBusy={tune.isPending}
          busyLabel="Tuning, at most 60 s…"
          onClick={() => tune.mutate({ class: summary.label })}
        >
          {newest === null ? "Tune class" : "Tune class again"}
        </Button>
        {newest === null ? null : (
          <LinkButton variant="primary" href={`/proposals/${newest.id}`}>
            Review {proposalLabel(newest)}
          </LinkButton>
        )}
      </div>
      <p role="status" className="text-meta text-ink-2">
        {tune.data?.kind === "none" ? tune.data.text : state.text}
      </p>
      {tuner.data === undefined || live?.isPassThrough ? null : (
        <p className="text-meta text-ink-3">{planText(tuner.data.pairedRatings)}</p>
      )}
      {role === null || mayTune ? null : (
        <p className="text-meta text-ink-2">Tuning needs the role operator or admin; yours here is {role}.</p>
      )}
      <FailureLine
        failure={unread === null ? null : failureOf(unread)}
        what="The tuner's state could not be read."
        onRetry={() => void tuner.refetch()}
      />
      <FailureLine
        failure={open.error === null ? null : failureOf(open.error)}
        what="Whether a proposal awaits a decision could not be read."
        onRetry={() => void open.refetch()}
      />
      <FailureLine failure={tune.error === null ? null : failureOf(tune.error)} />
    </div>
  );
}
