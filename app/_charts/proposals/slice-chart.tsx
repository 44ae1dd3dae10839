"use client";
import { useMemo } from "react";
import type { ChartTheme } from "../drawing/chart-theme.ts";
import { houseAxis } from "../drawing/house-axis.ts";
import { houseMarks } from "../drawing/marks.ts";
import { paintSlice } from "../drawing/painting/slice-marks.ts";
import { ChartFrame } from "../frame/chart-frame.tsx";
import type { OneChartProps } from "../frame/chart-frame-props.ts";
import type { ChartDrawing } from "../frame/drawing.ts";
import type { ParameterSlice } from "../prepare/proposals/parameter-slice.ts";

function drawSlice(view: ParameterSlice, theme: ChartTheme): ChartDrawing {
  const data = view.marks.map(({ value, gain, isDrawn }) => ({ x: value, y: isDrawn ? gain : Number.NaN }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: 6, right: 14 } },
      scales: { x: houseAxis(view.x, theme, false), y: houseAxis(view.y, theme, true) },
      plugins: { houseMarks: { onRead: () => paintSlice(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

interface SliceChartProps extends OneChartProps<ParameterSlice> {
  /** One of a matrix, which has a table and files of its own. */
  isOneOfMany?: boolean;
}

/** C-14. */
export function SliceChart({ view, isOneOfMany = false, ...place }: SliceChartProps) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, height: 240, draw: (theme: ChartTheme) => drawSlice(view, theme) }),
    [view],
  );
  return <ChartFrame id={isOneOfMany ? `C-14 ${view.x.title}` : "C-14"} view={view} drawing={drawing} {...place} />;
}
