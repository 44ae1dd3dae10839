"use client";
import { useMemo } from "react";
import { HeatBiasChart } from "../../../../../_charts/heat-bias-chart.tsx";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { biasOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { OrderView } from "./order-view.tsx";

/** Whether heat or order had a hand in the result. */
export default function HeatTab({ detail, provenance }: { detail: TuneDetail; provenance: string }) {
  const bias = useMemo(() => biasOf(detail), [detail]);
  if (bias.points.length === 0) {
    return (
      <EmptyState title="No cell has been measured.">
        Heat and order are judged from the values of stage 2, which begins when a candidate fits.
      </EmptyState>
    );
  }
  return (
    <>
      <HeatBiasChart view={bias} hrefOf={rowHref} provenance={provenance} />
      <OrderView detail={detail} provenance={provenance} />
    </>
  );
}
