"use client";
import { useMemo } from "react";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { houseAxis } from "./drawing/house-axis.ts";
import { panelAxis } from "./drawing/panel-axis.ts";
import { whenText } from "./drawing/when-text.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { ChartDrawing } from "./frame/drawing.ts";
import type { ProbedLevel, ProbeHistory } from "./prepare/probes/probe-history.ts";

const COLOURS = ["series-1", "series-2", "series-3", "series-4", "series-5", "series-6"] as const;
const SHAPES = ["circle", "rect", "triangle", "rectRot"] as const;
const DASHES = [[], [5, 3], [2, 2]] as const;

function drawHistory(view: ProbeHistory, theme: ChartTheme): ChartDrawing {
  const panel = (yAxisID: string, read: (point: ProbedLevel) => number | null) =>
    view.series.map(({ points }, index) => {
      const colour = theme.colour(COLOURS[index % COLOURS.length] ?? "ink");
      return {
        data: points.map((point) => ({ x: point.atMs, y: read(point) ?? Number.NaN })),
        yAxisID,
        borderColor: colour,
        backgroundColor: colour,
        borderWidth: 1.5,
        borderDash: [...(DASHES[index % DASHES.length] ?? [])],
        pointStyle: SHAPES[index % SHAPES.length] ?? "circle",
        pointRadius: 4,
        pointHoverRadius: 6,
        spanGaps: false,
      };
    });
  const x = houseAxis(view.x, theme, false);
  return {
    type: "line",
    data: { datasets: [...panel("y", (point) => point.tps), ...panel("ttft", (point) => point.ttftMs)] },
    options: {
      layout: { padding: { top: 8, right: 10 } },
      scales: {
        x: {
          ...x,
          type: "linear",
          ticks: { ...x.ticks, callback: (value) => whenText(Number(value), view.x.max - view.x.min) },
        },
        ttft: panelAxis(view.ttft, theme, { weight: 2 }),
        y: panelAxis(view.y, theme, { weight: 3 }),
      },
    },
  };
}

/** A machine's probes over time: decode rate over first token, one x. */
export function ProbeHistoryChart({ view, ...place }: OneChartProps<ProbeHistory>) {
  const drawing = useMemo(
    () => ({ kind: "canvas" as const, height: 320, draw: (theme: ChartTheme) => drawHistory(view, theme) }),
    [view],
  );
  return <ChartFrame id="probes" view={view} drawing={drawing} {...place} />;
}
