"use client";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { TimeSpentChart } from "../../../../../_charts/time-spent-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { momentHref } from "../replay/moment-href.ts";
import { timeOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { FinishView } from "./finish-view.tsx";

interface TimelineTabProps {
  detail: TuneDetail;
  provenance: string;
  /** A finished run: choosing a bar opens that moment in the replay. */
  canReplay: boolean;
}

/** Where the time of this run went. */
export default function TimelineTab({ detail, provenance, canReplay }: TimelineTabProps) {
  const router = useRouter();
  const spent = useMemo(() => timeOf(detail), [detail]);
  if (spent.bars.length === 0) {
    return (
      <EmptyState title="No phase has ended yet.">
        A candidate and a cell appear here when their row has been stored.
      </EmptyState>
    );
  }
  const openMoment = (row: { id: string }) => {
    const bar = spent.bars.find((candidate) => candidate.id === row.id);
    if (canReplay && bar !== undefined) router.push(momentHref(bar.startS));
  };
  return (
    <>
      <TimeSpentChart view={spent} hrefOf={rowHref} onChoose={openMoment} provenance={provenance} />
      <div className="mt-8">
        <FinishView summary={detail.summary} provenance={provenance} />
      </div>
    </>
  );
}
