"use client";
import { useMemo } from "react";
import { CellScatterChart } from "../../../../../_charts/cell-scatter-chart.tsx";
import { scatterOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";

/** C-03 beside the reasons. */
export default function StoryScatter({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const view = useMemo(() => scatterOf(detail), [detail]);
  return <CellScatterChart view={view} hrefOf={rowHref} provenance={provenance} />;
}
