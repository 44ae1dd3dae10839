"use client";
import { useMemo } from "react";
import { drawBarLanes } from "./drawing/bar-lanes.ts";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { paintProgress } from "./drawing/painting/rating-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { RatingProgress } from "./prepare/ratings/rating-progress.ts";

/** C-13. */
export function RatingProgressChart({ view, ...place }: OneChartProps<RatingProgress>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 60 + 28 * Math.max(1, view.bars.length),
      draw: (theme: ChartTheme) =>
        drawBarLanes(
          {
            x: view.x,
            names: view.bars.map((bar) => bar.class),
            at: view.bars.map(({ rated }) => Math.min(rated, view.x.max)),
            painting: paintProgress(view, theme),
          },
          theme,
        ),
    }),
    [view],
  );
  return <ChartFrame id="C-13" view={view} drawing={drawing} {...place} />;
}
