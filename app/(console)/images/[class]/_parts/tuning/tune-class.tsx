"use client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { FailureLine } from "../../../../../_approval/dialog-parts.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../../../_ui/controls/link-button.tsx";
import { failureOf } from "../../../../../_ui/states/failure.ts";
import { proposalLabel } from "../../../../../_words/proposal-words.ts";
import { openProposalOf } from "./open-proposal-of.ts";
import { nextText, tuneState } from "./tune-state.ts";

interface TuneClassProps {
  page: Pick<RouterOutputs["images"]["class"], "summary" | "live">;
}

/** The one action of a class: tune it, or review the proposal that a tune made; it says what is missing (TU37, TU48). */
export function TuneClass({ page: { summary, live } }: TuneClassProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const open = useQuery(trpc.proposals.list.queryOptions(openProposalOf(summary.label)));
  const told = useQuery(trpc.proposals.state.queryOptions({ class: summary.label }));
  const tune = useMutation(
    trpc.proposals.tune.mutationOptions({
      onSuccess: async (answer) => {
        await queryClient.invalidateQueries(trpc.proposals.pathFilter());
        if (answer.kind === "proposal") router.push(`/proposals/${answer.id}`);
      },
    }),
  );
  const [newest = null] = open.data?.rows ?? [];
  const state = tuneState({
    progress: summary.progress,
    hasRecipe: live !== null,
    isPassThrough: live?.isPassThrough ?? false,
    open: newest,
  });
  const start = () => tune.mutate({ class: summary.label });
  return (
    <div className="grid max-w-[44ch] gap-1 md:justify-items-end md:text-right">
      <div className="flex flex-wrap gap-2">
        <Button
          variant={state.kind === "ready" ? "quiet" : "primary"}
          disabled={state.kind === "waiting"}
          isBusy={tune.isPending}
          busyLabel="Tuning, at most 60 s…"
          onClick={start}
        >
          {state.kind === "ready" ? "Tune class again" : "Tune class"}
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
      {told.data === undefined ? null : <p className="text-meta text-ink-3">{nextText(told.data)}</p>}
      <FailureLine failure={tune.error === null ? null : failureOf(tune.error)} />
    </div>
  );
}
