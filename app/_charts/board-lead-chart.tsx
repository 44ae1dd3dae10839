"use client";
import { useMemo } from "react";
import { drawBarLanes } from "./drawing/bar-lanes.ts";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { paintBoardLead } from "./drawing/painting/board-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { BoardLead } from "./prepare/ratings/board-lead.ts";

/** C-09. */
export function BoardLeadChart({ view, ...place }: OneChartProps<BoardLead>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 60 + 40 * view.places.length,
      draw: (theme: ChartTheme) =>
        drawBarLanes(
          {
            x: view.x,
            names: view.places.map(({ rank, name }) => `${rank}  ${name.split(",")[0]}`),
            at: view.places.map(({ effect }) => effect.mean),
            painting: paintBoardLead(view, theme),
          },
          theme,
        ),
    }),
    [view],
  );
  return <ChartFrame id="C-09" view={view} drawing={drawing} {...place} />;
}
