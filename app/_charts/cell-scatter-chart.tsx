"use client";
import { ChartFrame } from "./chart-frame.tsx";
import type { ChartDrawing } from "./chart-props.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { houseAxis } from "./house-axis.ts";
import { cellMarks, RAIL_HEIGHT } from "./plugins/cell-marks.ts";
import type { CellScatter } from "./prepare/cell-scatter.ts";
import { twinProps } from "./twin-columns.ts";

function drawScatter(view: CellScatter, theme: ChartTheme): ChartDrawing {
  return {
    type: "scatter",
    data: {
      datasets: [
        { data: view.cells.map((cell) => ({ x: cell.ttftMs, y: cell.tps })), pointRadius: 0, pointHoverRadius: 0 },
      ],
    },
    options: {
      layout: { padding: { top: view.rail.length > 0 ? RAIL_HEIGHT : 6, right: 10 } },
      scales: { x: houseAxis(view.x, theme, false), y: houseAxis(view.y, theme, true) },
      plugins: {
        legend: { display: false },
        tooltip: { enabled: false },
        cellMarks: { onRead: () => ({ view, theme }) },
      },
    },
    plugins: [cellMarks],
  };
}

interface CellScatterChartProps {
  view: CellScatter;
  /** The row a point leads to. */
  hrefOf: (trialLocalId: string) => string;
  provenance: string;
}

/** C-03. */
export function CellScatterChart({ view, hrefOf, provenance }: CellScatterChartProps) {
  return (
    <ChartFrame
      id="C-03"
      question={view.question}
      summary={view.sentence}
      caption={view.caption}
      xTitle={view.x.title}
      yTitle={view.y.title}
      n={view.n}
      {...twinProps(view.twin, (row) => hrefOf(row.id))}
      draw={(theme) => drawScatter(view, theme)}
      provenance={provenance}
    />
  );
}
