"use client";
import { useMemo } from "react";
import { drawBarLanes } from "./drawing/bar-lanes.ts";
import type { ChartTheme } from "./drawing/chart-theme.ts";
import { paintSpread } from "./drawing/painting/rating-marks.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { RatingSpread } from "./prepare/ratings/rating-spread.ts";

/** C-11. */
export function RatingSpreadChart({ view, ...place }: OneChartProps<RatingSpread>) {
  const drawing = useMemo(
    () => ({
      kind: "canvas" as const,
      height: 60 + 28 * Math.max(1, view.bars.length),
      draw: (theme: ChartTheme) =>
        drawBarLanes(
          {
            x: view.x,
            names: view.bars.map(({ name }) => name),
            at: view.bars.map(() => 0),
            painting: paintSpread(view, theme),
          },
          theme,
        ),
    }),
    [view],
  );
  return <ChartFrame id="C-11" view={view} drawing={drawing} {...place} />;
}
