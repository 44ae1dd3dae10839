"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { houseMarks } from "./drawing/marks.ts";
import { paintBias } from "./drawing/painting/bias-marks.ts";
import { panelAxis } from "./drawing/panel-axis.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import { type HeatBias, thermalWord } from "./prepare/bias/heat-bias.ts";

const UNMARKED = { pointRadius: 0, pointHoverRadius: 0 } as const;

function panelsOf(view: HeatBias, theme: ChartTheme) {
  const thermal = view.thermal === null ? null : panelAxis(view.thermal, theme, { weight: 2 });
  // The lowest panel comes first: the library stacks from the bottom.
  return {
    ...(view.load === null ? {} : { load: panelAxis(view.load, theme, { weight: 2 }) }),
    ...(thermal === null
      ? {}
      : {
          thermal: {
            ...thermal,
            ticks: {
              ...thermal.ticks,
              autoSkip: false,
              callback: (value: string | number) => thermalWord(Number(value)),
            },
          },
        }),
    y: panelAxis(view.deviation, theme, { weight: 4 }),
  };
}

function drawBias(view: HeatBias, theme: ChartTheme): ChartDrawing {
  const count = Math.max(1, view.points.length);
  const step = Math.max(1, Math.ceil(count / 12));
  const ticks = view.points.flatMap(({ order }) => (order === 1 || order % step === 0 ? [order] : []));
  const points = (read: (point: HeatBias["points"][number]) => number | null) =>
    view.points.map((point) => ({ x: point.order, y: read(point) ?? Number.NaN }));
  return {
    type: "scatter",
    data: {
      datasets: [
        { data: points((point) => point.deviationPercent), yAxisID: "y", ...UNMARKED },
        ...(view.thermal === null ? [] : [{ data: points((point) => point.thermal), yAxisID: "thermal", ...UNMARKED }]),
        ...(view.load === null ? [] : [{ data: points((point) => point.load), yAxisID: "load", ...UNMARKED }]),
      ],
    },
    options: {
      layout: { padding: { top: 18, right: 10 } },
      scales: {
        x: houseAxis({ min: 0.4, max: count + 0.6, isLog: false, ticks }, theme, false),
        ...panelsOf(view, theme),
      },
      plugins: { houseMarks: { onRead: () => paintBias(view, theme) } },
    },
    plugins: [houseMarks],
  };
}

/** C-06. */
export function HeatBiasChart({ view, ...place }: OneChartProps<HeatBias>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 260 + (view.thermal === null ? 0 : 110) + (view.load === null ? 0 : 110),
      draw: (theme: ChartTheme) => drawBias(view, theme),
    }),
    [view],
  );
  return <ChartFrame id="C-06" view={view} drawing={drawing} {...place} />;
}
