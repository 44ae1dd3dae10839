import type { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import type { StepReport } from "../pool/task.ts";

/** One step as stderr says it (IM69); numbers a step found, such as the offsets of a crop, follow its arguments. */
export function stepLine(
  report: StepReport,
  place: { n: number; of: number; step: CanonicalStep | undefined },
): string {
  const head = `step ${place.n}/${place.of} ${report.id} ${report.op}`;
  if (report.skipped !== null) return `${head} skipped: ${report.skipped}`;
  const pairs = [...Object.entries(place.step?.args ?? {}), ...Object.entries(report.notes)];
  return [head, ...pairs.map(([name, value]) => `${name}=${value}`), report.ms, "ms"].join(" ");
}
