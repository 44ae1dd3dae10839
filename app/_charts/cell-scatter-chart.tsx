"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintCells, RAIL_HEIGHT } from "./drawing/painting/cell-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { CellScatter } from "./prepare/scatter/cell-scatter.ts";

function drawScatter(view: CellScatter, theme: ChartTheme): ChartDrawing {
  const data = view.cells.map((cell) => ({ x: cell.ttftMs, y: cell.tps }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: view.rail.length > 0 ? RAIL_HEIGHT : 6, right: 10 } },
      scales: { x: houseAxis(view.x, theme, false), y: houseAxis(view.y, theme, true) },
      plugins: { houseMarks: { onRead: () => paintCells(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-03. */
export function CellScatterChart({ view, ...place }: OneChartProps<CellScatter>) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, draw: (theme: ChartTheme) => drawScatter(view, theme) }),
    [view],
  );
  return <ChartFrame id="C-03" view={view} drawing={drawing} {...place} />;
}
