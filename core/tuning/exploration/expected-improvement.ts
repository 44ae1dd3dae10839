import { normalCdf, normalDensity } from "../statistics/normal.ts";

/** Mean of the part above zero of a normal gain: what trying an argument set is worth over live, in stars (TU28). */
export function expectedImprovement(gain: number, spread: number): number {
  if (spread <= 0) return Math.max(0, gain);
  const z = gain / spread;
  return gain * normalCdf(z) + spread * normalDensity(z);
}
