"use client";
import { useMemo } from "react";
import { layMemory } from "./drawing/lay-memory.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { MemoryFit } from "./prepare/memory/memory-fit.ts";

/** C-01. */
export function MemoryFitChart({ view, ...place }: OneChartProps<MemoryFit>) {
  const drawing = useMemo(
    () => ({
      kind: "shapes" as const,
      lay: (width: number, activeId: string | null) => layMemory(view, width, activeId),
    }),
    [view],
  );
  return <ChartFrame id="C-01" view={view} drawing={drawing} {...place} />;
}
