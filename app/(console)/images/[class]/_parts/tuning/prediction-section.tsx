"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { MoreViews } from "../../../../../_charts/frame/more-views.tsx";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { proposalLabel } from "../../../../../_words/proposal-words.ts";
import { openProposalOf } from "./open-proposal-of.ts";

const ProposalCharts = dynamic(
  () => import("../../../../proposals/[id]/_parts/proposal-charts.tsx").then(({ ProposalCharts: charts }) => charts),
  { ssr: false, loading: () => <Skeleton shape="drawing" /> },
);

/** C-12, C-10 and C-14 of the open proposal, on demand; nothing is predicted without one. */
export function PredictionSection({ label }: { label: string }) {
  const trpc = useTRPC();
  const open = useQuery(trpc.proposals.list.queryOptions(openProposalOf(label)));
  const [newest = null] = open.data?.rows ?? [];
  if (newest === null || newest.origin !== "tune") return null;
  return (
    <div className="mb-8">
      <MoreViews name="predicted" what={`what ${proposalLabel(newest)} predicts`}>
        <OneProposal id={newest.id} />
      </MoreViews>
    </div>
  );
}

function OneProposal({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.proposals.get.queryOptions({ id }));
  if (data === undefined) {
    if (error === null) return <Skeleton shape="drawing" />;
    return <ErrorState error={error} title="The predictions could not be read." onRetry={() => void refetch()} />;
  }
  if (data.evidence === null) return null;
  return (
    <ProposalCharts
      label={data.class}
      evidence={data.evidence}
      confirmation={data.confirmation}
      provenance={`${proposalLabel(data)}, ${data.class}, ${data.serverTime.slice(0, 16)} UTC`}
    />
  );
}
