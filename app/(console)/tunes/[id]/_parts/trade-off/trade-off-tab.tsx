"use client";
import { useMemo } from "react";
import { CellScatterChart } from "../../../../../_charts/cell-scatter-chart.tsx";
import { CellsApartChart } from "../../../../../_charts/cells-apart-chart.tsx";
import { MoreViews } from "../../../../../_charts/frame/more-views.tsx";
import { SearchPathChart } from "../../../../../_charts/search-path-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { apartOf, pathOf, scatterOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";

/** Speed against first token, whether cells differ, which knob matters, and the way the search took. */
export default function TradeOffTab({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const scatter = useMemo(() => scatterOf(detail), [detail]);
  const apart = useMemo(() => apartOf(detail), [detail]);
  if (scatter.cells.length + scatter.rail.length === 0) {
    return (
      <EmptyState title="No knob cell has been measured.">
        The charts need stage 2, which begins when a candidate fits.
      </EmptyState>
    );
  }
  const place = { hrefOf: rowHref, provenance };
  return (
    <>
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        <CellScatterChart view={scatter} {...place} />
        <CellsApartChart view={apart} {...place} />
      </div>
      <MoreViews name="trade-off" what="how the search got there">
        <SearchPathChart view={pathOf(detail)} {...place} />
      </MoreViews>
    </>
  );
}
