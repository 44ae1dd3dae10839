"use client";
import { CellScatterChart } from "../../../../../_charts/cell-scatter-chart.tsx";
import { SearchPathChart } from "../../../../../_charts/search-path-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import type { TuneDetail } from "../tune-detail.ts";
import { pathOf, scatterOf } from "./run-charts.ts";
import { trialHref } from "./trial-link.ts";

/** Speed against first token, and the way the search took. */
export function TradeOffTab({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const scatter = scatterOf(detail);
  if (scatter.cells.length + scatter.rail.length === 0) {
    return (
      <EmptyState title="No knob cell has been measured.">
        The charts need stage 2, which begins when a candidate fits.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      <CellScatterChart view={scatter} hrefOf={trialHref} provenance={provenance} />
      <SearchPathChart view={pathOf(detail)} hrefOf={trialHref} provenance={provenance} />
    </div>
  );
}
