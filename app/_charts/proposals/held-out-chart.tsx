"use client";
import { useMemo } from "react";
import type { ChartTheme } from "../drawing/chart-theme.ts";
import { houseAxis } from "../drawing/house-axis.ts";
import { houseMarks } from "../drawing/marks.ts";
import { paintHeldOut } from "../drawing/painting/proposal-marks.ts";
import { ChartFrame } from "../frame/chart-frame.tsx";
import type { OneChartProps } from "../frame/chart-frame-props.ts";
import type { ChartDrawing } from "../frame/drawing.ts";
import type { HeldOutScatter } from "../prepare/proposals/held-out-scatter.ts";

/** With the axes' room this leaves a plot as wide as it is high. */
const SIDE = 320;

function drawHeldOut(view: HeldOutScatter, theme: ChartTheme): ChartDrawing {
  const data = view.dots.map(({ x, y }) => ({ x, y }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: 6, right: 6 } },
      scales: { x: houseAxis(view.x, theme, true), y: houseAxis(view.y, theme, true) },
      plugins: { houseMarks: { onRead: () => paintHeldOut(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-10. */
export function HeldOutChart({ view, ...place }: OneChartProps<HeldOutScatter>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: SIDE,
      maxWidth: SIDE,
      draw: (theme: ChartTheme) => drawHeldOut(view, theme),
    }),
    [view],
  );
  return <ChartFrame id="C-10" view={view} drawing={drawing} {...place} />;
}
