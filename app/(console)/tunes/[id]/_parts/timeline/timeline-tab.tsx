"use client";
import { useMemo } from "react";
import { TimeSpentChart } from "../../../../../_charts/time-spent-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { timeOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";

/** Where the time of this run went. */
export default function TimelineTab({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const spent = useMemo(() => timeOf(detail), [detail]);
  if (spent.bars.length === 0) {
    return (
      <EmptyState title="No phase has ended yet.">
        A candidate and a cell appear here when their row has been stored.
      </EmptyState>
    );
  }
  return <TimeSpentChart view={spent} hrefOf={rowHref} provenance={provenance} />;
}
