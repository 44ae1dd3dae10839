"use client";
import { useMemo } from "react";
import { CellScatterChart } from "../../../../../_charts/cell-scatter-chart.tsx";
import { CellsApartChart } from "../../../../../_charts/cells-apart-chart.tsx";
import { MoreViews } from "../../../../../_charts/frame/more-views.tsx";
import { KnobLinesChart } from "../../../../../_charts/knob-lines-chart.tsx";
import { type CellPick, pickCells, pickWords } from "../../../../../_charts/prepare/knobs/cell-pick.ts";
import { SearchPathChart } from "../../../../../_charts/search-path-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { apartOf, linesOf, pathOf, scatterOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { PickBar } from "./pick-bar.tsx";
import { useCellPick } from "./use-cell-pick.ts";

function chartsOf(detail: TuneDetail, pick: CellPick) {
  const cells = detail.trials.filter((trial) => trial.stage === 2);
  const trials = pickCells(cells, pick);
  const words = pickWords(pick, { shown: trials.length, total: cells.length });
  const shown = { ...detail, trials };
  return {
    cells,
    words,
    scatter: scatterOf(shown, words),
    apart: apartOf(shown, words),
    lines: linesOf(detail, pick),
  };
}

/** Speed against first token, whether cells differ, which knob matters, and the way the search took. */
export default function TradeOffTab({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const [pick, setPick] = useCellPick();
  const charts = useMemo(() => chartsOf(detail, pick), [detail, pick]);
  const path = useMemo(() => pathOf(detail), [detail]);
  if (charts.cells.length === 0) {
    return (
      <EmptyState title="No knob cell has been measured.">
        The charts need stage 2, which begins when a candidate fits.
      </EmptyState>
    );
  }
  const place = { hrefOf: rowHref, provenance };
  return (
    <>
      <PickBar trials={charts.cells} pick={pick} onPick={setPick} words={charts.words} />
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        <CellScatterChart view={charts.scatter} {...place} />
        <CellsApartChart view={charts.apart} {...place} />
        <div className="lg:col-span-2">
          <KnobLinesChart view={charts.lines} pick={pick} onPick={setPick} {...place} />
        </div>
      </div>
      <MoreViews name="trade-off" what="how the search got there">
        <SearchPathChart view={path} {...place} />
      </MoreViews>
    </>
  );
}
