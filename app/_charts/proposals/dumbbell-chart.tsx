"use client";
import { useMemo } from "react";
import { drawBarLanes } from "../drawing/bar-lanes.ts";
import type { ChartTheme } from "../drawing/chart-theme.ts";
import { paintDumbbell } from "../drawing/painting/proposal-marks.ts";
import { ChartFrame } from "../frame/chart-frame.tsx";
import type { OneChartProps } from "../frame/chart-frame-props.ts";
import type { ProposalDumbbell } from "../prepare/proposals/proposal-dumbbell.ts";

/** C-12. */
export function DumbbellChart({ view, ...place }: OneChartProps<ProposalDumbbell>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 50 + 62 * Math.max(1, view.lanes.length),
      draw: (theme: ChartTheme) =>
        drawBarLanes(
          {
            x: view.x,
            names: view.lanes.map(({ name }) => name),
            at: view.lanes.map(({ proposal }) => proposal),
            painting: paintDumbbell(view, theme),
          },
          theme,
        ),
    }),
    [view],
  );
  return <ChartFrame id="C-12" view={view} drawing={drawing} {...place} />;
}
