import type { Bench } from "./bench.ts";
import { winnerQuality } from "./h3/winner-quality.ts";
import { equalQualityCost } from "./h4/equal-quality-cost.ts";

/** Every bench, in the order of measurement.md section 13. */
export const BENCHES: readonly Bench[] = [winnerQuality, equalQualityCost];
