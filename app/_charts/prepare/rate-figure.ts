import { formatTps } from "../../../core/units/quantities.ts";

/** A decode rate as every surface writes it, without its unit, for places whose heading carries the unit. */
export function rateFigure(tokensPerSecond: number): string {
  return formatTps(tokensPerSecond).replace(" tok/s", "");
}
