import type { Axis } from "../prepare/axis.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { houseAxis } from "./house-axis.ts";

/** An axis of a panel: panels stand one above the other on one x, never two on one panel (console.md section 3). */
export function panelAxis(axis: Axis, theme: ChartTheme, place: { weight: number }) {
  return { ...houseAxis(axis, theme, true), stack: "panels", stackWeight: place.weight, offset: true } as const;
}
