"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { isPracticeModel } from "../../../../../../core/serving/model-id.ts";
import { FinishTimeChart } from "../../../../../_charts/finish-time-chart.tsx";
import { type FinishedRun, prepareFinishTime } from "../../../../../_charts/prepare/time/finish-time.ts";
import { useTRPC } from "../../../../../_trpc/context.ts";
import { ErrorState } from "../../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../../_ui/states/skeleton.tsx";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneSummary } from "../tune-detail.ts";

/** A run that came to its own end; null for one that was stopped or lost. */
function finishedRun(summary: TuneSummary): FinishedRun | null {
  const { id, label, ramGb, startedAt, endedAt, exitReason, winner } = summary;
  if (exitReason !== "ok" || startedAt === null || endedAt === null) return null;
  const minutes = (Date.parse(endedAt) - Date.parse(startedAt)) / 60_000;
  return { id, label, ramGb, minutes, isPractice: isPracticeModel(winner?.model ?? "") };
}

/** C-08 with the finished runs of this console. */
export function FinishView({ summary, provenance }: { summary: TuneSummary; provenance: string }) {
  const trpc = useTRPC();
  const list = useQuery(trpc.tunes.list.queryOptions({ state: "finished", pageSize: 100 }));
  const view = useMemo(() => {
    const runs = (list.data?.rows ?? []).flatMap((row) => finishedRun(row) ?? []);
    return prepareFinishTime({ runs, thisRun: finishedRun(summary) });
  }, [list.data, summary]);
  if (list.error) {
    return (
      <ErrorState error={list.error} title="The other runs could not be read." onRetry={() => void list.refetch()} />
    );
  }
  if (!list.data) return <Skeleton shape="drawing" />;
  return <FinishTimeChart view={view} hrefOf={rowHref} provenance={provenance} />;
}
