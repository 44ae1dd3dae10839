"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintPath } from "./drawing/painting/path-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { SearchPath } from "./prepare/search-path.ts";

const UNMARKED = { pointRadius: 0, pointHoverRadius: 0 } as const;

function drawPath(view: SearchPath, theme: ChartTheme): ChartDrawing {
  const steps = view.points.map((point) => point.step);
  const x = houseAxis({ min: 0.5, max: Math.max(1, view.x.steps) + 0.5, isLog: false, ticks: steps }, theme, false);
  const nameOf = (value: string | number) => view.points.find((point) => point.step === Number(value))?.shortName ?? "";
  const best = view.points.map((point) => ({ x: point.step, y: point.best ?? Number.NaN }));
  const own = view.points.map((point) => ({ x: point.step, y: point.tps ?? Number.NaN }));
  return {
    type: "line",
    data: {
      datasets: [
        {
          data: best,
          stepped: "before",
          spanGaps: false,
          borderColor: theme.colour("ink-2"),
          borderWidth: 1.5,
          ...UNMARKED,
        },
        { data: own, showLine: false, ...UNMARKED },
      ],
    },
    options: {
      layout: { padding: { top: 12, right: 10 } },
      scales: { x: { ...x, ticks: { ...x.ticks, callback: nameOf } }, y: houseAxis(view.y, theme, true) },
      plugins: { houseMarks: { onRead: () => paintPath(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-04. */
export function SearchPathChart({ view, ...place }: OneChartProps<SearchPath>) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, draw: (theme: ChartTheme) => drawPath(view, theme) }),
    [view],
  );
  return <ChartFrame id="C-04" view={view} drawing={drawing} {...place} />;
}
