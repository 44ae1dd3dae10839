"use client";
import { useMemo } from "react";
import { layKnobLines } from "./drawing/lay-knob-lines.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { Stretch } from "./frame/drawing.ts";
import type { CellPick } from "./prepare/knobs/cell-pick.ts";
import { brushPick, type KnobLines } from "./prepare/knobs/knob-lines.ts";

interface KnobLinesChartProps extends OneChartProps<KnobLines> {
  pick: CellPick;
  onPick: (pick: CellPick) => void;
}

/** C-21. */
export function KnobLinesChart({ view, pick, onPick, ...place }: KnobLinesChartProps) {
  const drawing = useMemo(
    () => ({
      kind: "shapes" as const,
      lay: (width: number, activeId: string | null) => layKnobLines(view, width, activeId),
      onBrush: ({ key, from, to }: Stretch) => {
        const axis = view.axes.find((candidate) => candidate.key === key);
        if (axis !== undefined) onPick(brushPick(pick, axis, { from, to }));
      },
    }),
    [view, pick, onPick],
  );
  return <ChartFrame id="C-21" view={view} drawing={drawing} {...place} />;
}
