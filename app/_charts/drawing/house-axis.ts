import type { Axis } from "../prepare/axis.ts";
import type { ChartTheme } from "./chart-theme.ts";

/** An axis in the house's look: hairlines, tick text, the prepared ticks and nothing of the library's own. */
export function houseAxis(axis: Axis, theme: ChartTheme, hasGrid: boolean) {
  return {
    type: axis.isLog ? ("logarithmic" as const) : ("linear" as const),
    min: axis.min,
    max: axis.max,
    border: { display: !hasGrid, color: theme.colour("edge") },
    grid: { display: hasGrid, color: theme.colour("line"), drawTicks: false },
    ticks: {
      color: theme.colour("ink-3"),
      font: { family: theme.font.family, size: theme.font.size },
      padding: 6,
      maxRotation: 0,
      autoSkipPadding: 10,
      callback: (value: string | number) => Number(value).toLocaleString("en-US", { maximumFractionDigits: 3 }),
    },
    afterBuildTicks: (scale: { ticks: { value: number }[] }) => {
      scale.ticks = axis.ticks.map((value) => ({ value }));
    },
  };
}
