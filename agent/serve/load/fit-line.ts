import type { FitEstimate } from "../../../core/serving/fit.ts";

const bytes = (value: number | null): string => (value === null ? "unknown" : String(Math.round(value)));

/** A62: the estimate with its arithmetic, always named an estimate. Bytes. */
export function fitLine(fit: FitEstimate): string {
  const sum = `weights ${bytes(fit.weightsBytes)} + KV cache ${bytes(fit.kvCacheBytes)} + reserve ${bytes(fit.reserveBytes)} = ${bytes(fit.needBytes)} bytes`;
  return `memory estimate: ${sum} of ${bytes(fit.budgetBytes)}: ${fit.verdict}`;
}
