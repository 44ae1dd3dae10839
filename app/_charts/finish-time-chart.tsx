"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintTiers } from "./drawing/painting/tier-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { FinishTime } from "./prepare/time/finish-time.ts";

function drawTiers(view: FinishTime, theme: ChartTheme): ChartDrawing {
  const lanes = { min: -0.6, max: view.tiers.length - 0.4, isLog: false, ticks: view.tiers.map((_, index) => index) };
  const y = houseAxis(lanes, theme, false);
  const data = view.tiers.map((tier, index) => ({ x: tier.medianMinutes ?? tier.expectedMinutes, y: index }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: 4, right: 12 } },
      scales: {
        x: houseAxis(view.x, theme, true),
        y: {
          ...y,
          reverse: true,
          border: { display: false },
          ticks: {
            ...y.ticks,
            color: theme.colour("ink-2"),
            callback: (value: string | number) => view.tiers[Number(value)]?.name ?? "",
          },
        },
      },
      plugins: { houseMarks: { onRead: () => paintTiers(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-08. */
export function FinishTimeChart({ view, ...place }: OneChartProps<FinishTime>) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, height: 190, draw: (theme: ChartTheme) => drawTiers(view, theme) }),
    [view],
  );
  return <ChartFrame id="C-08" view={view} drawing={drawing} {...place} />;
}
