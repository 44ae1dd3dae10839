"use client";
import { useMemo } from "react";
import { layOrderSlopes } from "./drawing/lay-order-slopes.ts";
import { ChartFrame } from "./frame/chart-frame.tsx";
import type { OneChartProps } from "./frame/chart-frame-props.ts";
import type { OrderSlopes } from "./prepare/bias/order-slopes.ts";

/** C-06, the pair of an order check. */
export function OrderSlopesChart({ view, ...place }: OneChartProps<OrderSlopes>) {
  const drawing = useMemo(
    () => ({
      kind: "shapes" as const,
      lay: (width: number, activeId: string | null) => layOrderSlopes(view, width, activeId),
    }),
    [view],
  );
  return <ChartFrame id="C-06-order" view={view} drawing={drawing} {...place} />;
}
