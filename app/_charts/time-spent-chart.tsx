"use client";
import { useMemo } from "react";
import { formatElapsed } from "../../core/units/durations.ts";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintSpans } from "./drawing/painting/span-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { TimeSpent } from "./prepare/time/time-spent.ts";

const LANE = 26;

function drawSpans(view: TimeSpent, theme: ChartTheme): ChartDrawing {
  const x = houseAxis(view.x, theme, true);
  const lanes = { min: -0.5, max: view.lanes.length - 0.5, isLog: false, ticks: view.lanes.map((_, index) => index) };
  const y = houseAxis(lanes, theme, false);
  const laneName = (value: string | number) => view.lanes[Number(value)] ?? "";
  const data = view.bars.map((bar) => ({ x: (bar.startS + bar.endS) / 2, y: bar.laneIndex }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: 6, right: 16 } },
      scales: {
        x: { ...x, ticks: { ...x.ticks, callback: (value) => formatElapsed(Number(value) * 1000) } },
        y: {
          ...y,
          reverse: true,
          border: { display: false },
          ticks: { ...y.ticks, color: theme.colour("ink-2"), callback: laneName },
        },
      },
      plugins: { houseMarks: { onRead: () => paintSpans(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-05. */
export function TimeSpentChart({ view, ...place }: OneChartProps<TimeSpent>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 44 + view.lanes.length * LANE,
      draw: (theme: ChartTheme) => drawSpans(view, theme),
    }),
    [view],
  );
  return <ChartFrame id="C-05" view={view} drawing={drawing} {...place} />;
}
