"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintStrips, stripX } from "./drawing/painting/strip-marks.ts";
import { panelAxis } from "./drawing/panel-axis.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { CellsApart } from "./prepare/cells/cells-apart.ts";

const UNMARKED = { pointRadius: 0, pointHoverRadius: 0 } as const;

function drawStrips(view: CellsApart, theme: ChartTheme): ChartDrawing {
  const places = { min: -0.5, max: Math.max(1, view.cells.length) - 0.5, isLog: false };
  const x = houseAxis({ ...places, ticks: view.cells.map((_, index) => index) }, theme, false);
  const nameOf = (value: string | number) => view.cells[Number(value)]?.shortName ?? "";
  const pointsOf = (values: (cell: CellsApart["cells"][number]) => number[]) =>
    view.cells.flatMap((cell, place) =>
      values(cell).map((value, order) => ({ x: stripX(place, order, cell.tps.length), y: value })),
    );
  return {
    type: "scatter",
    data: {
      datasets: [
        { data: pointsOf((cell) => cell.tps), yAxisID: "y", ...UNMARKED },
        { data: pointsOf((cell) => cell.ttftMs), yAxisID: "ttft", ...UNMARKED },
      ],
    },
    options: {
      layout: { padding: { top: 18, right: 10 } },
      scales: {
        x: { ...x, ticks: { ...x.ticks, callback: nameOf } },
        // The lower panel comes first: the library stacks from the bottom.
        ttft: panelAxis(view.ttft, theme, { weight: 2 }),
        y: panelAxis(view.tps, theme, { weight: 3 }),
      },
      plugins: { houseMarks: { onRead: () => paintStrips(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-07. */
export function CellsApartChart({ view, ...place }: OneChartProps<CellsApart>) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, height: 380, draw: (theme: ChartTheme) => drawStrips(view, theme) }),
    [view],
  );
  return <ChartFrame id="C-07" view={view} drawing={drawing} {...place} />;
}
