"use client";
import { ChartFrame } from "./chart-frame.tsx";
import type { ChartDrawing } from "./chart-props.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { houseAxis } from "./house-axis.ts";
import { pathMarks } from "./plugins/path-marks.ts";
import type { SearchPath } from "./prepare/search-path.ts";
import { twinProps } from "./twin-columns.ts";

function drawPath(view: SearchPath, theme: ChartTheme): ChartDrawing {
  const steps = view.points.map((point) => point.step);
  const x = houseAxis({ min: 0.5, max: Math.max(1, view.x.steps) + 0.5, isLog: false, ticks: steps }, theme, false);
  const nameOf = (value: string | number) => view.points.find((point) => point.step === Number(value))?.shortName ?? "";
  return {
    type: "line",
    data: {
      datasets: [
        {
          data: view.points.map((point) => ({ x: point.step, y: point.best ?? Number.NaN })),
          stepped: "before",
          spanGaps: false,
          borderColor: theme.colour("ink-2"),
          borderWidth: 1.5,
          pointRadius: 0,
          pointHoverRadius: 0,
        },
        {
          data: view.points.map((point) => ({ x: point.step, y: point.tps ?? Number.NaN })),
          showLine: false,
          pointRadius: 0,
          pointHoverRadius: 0,
        },
      ],
    },
    options: {
      layout: { padding: { top: 12, right: 10 } },
      scales: { x: { ...x, ticks: { ...x.ticks, callback: nameOf } }, y: houseAxis(view.y, theme, true) },
      plugins: {
        legend: { display: false },
        tooltip: { enabled: false },
        pathMarks: { onRead: () => ({ view, theme }) },
      },
    },
    plugins: [pathMarks],
  };
}

interface SearchPathChartProps {
  view: SearchPath;
  hrefOf: (trialLocalId: string) => string;
  provenance: string;
}

/** C-04. */
export function SearchPathChart({ view, hrefOf, provenance }: SearchPathChartProps) {
  return (
    <ChartFrame
      id="C-04"
      question={view.question}
      summary={view.sentence}
      caption={view.caption}
      xTitle={view.x.title}
      yTitle={view.y.title}
      n={view.n}
      {...twinProps(view.twin, (row) => hrefOf(row.id))}
      draw={(theme) => drawPath(view, theme)}
      provenance={provenance}
    />
  );
}
