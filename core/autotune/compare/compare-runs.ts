import { studentTQuantile } from "../../measuring/student-t.ts";
import { isSameModel } from "../../serving/model-id.ts";
import type { RunSubject } from "./run-subject.ts";

export type GapVerdict = "better" | "worse" | "not_shown";

/** A relative gap to the baseline with its two-sided 95 % interval; shares, so 0.07 is 7 %. */
export interface RunGap {
  gap: number;
  low: number;
  high: number;
  /** The smallest relative gap these measurements could show with 80 % power (M26). */
  smallestShown: number;
  /** Measurements of the baseline and of the other run. */
  counts: readonly [number, number];
  verdict: GapVerdict;
}

/** One thing that has to be equal and is not (H-54). */
interface DifferingField {
  field: string;
  baseline: string;
  other: string;
}

export type RunComparison =
  | { kind: "not_compared"; differing: DifferingField[] }
  /** A figure is null where an interval needs more measurements than there are. */
  | { kind: "compared"; tps: RunGap | null; ttft: RunGap | null };

const text = (value: string | number | null): string => (value === null ? "unknown" : String(value));

function mustBeEqual(baseline: RunSubject, other: RunSubject): DifferingField[] {
  const sides = (read: (subject: RunSubject) => string | number | null) => ({
    baseline: text(read(baseline)),
    other: text(read(other)),
  });
  const fields: DifferingField[] = [
    { field: "engine", ...sides((side) => side.engine) },
    { field: "engine version", ...sides((side) => side.engineVersion) },
    { field: "chip", ...sides((side) => side.chip) },
    { field: "memory, GiB", ...sides((side) => side.ramGb) },
    { field: "target context", ...sides((side) => side.targetContext) },
    { field: "parallel requests", ...sides((side) => side.knobs.maxBatch ?? 1) },
    { field: "token count method", ...sides((side) => side.tpsMethod) },
  ];
  const isOneModel = isSameModel(baseline.winner.model, other.winner.model);
  const model = { field: "model", ...sides((side) => side.winner.modelLabel) };
  const unequal = fields.filter((field) => field.baseline !== field.other || field.baseline === "unknown");
  return isOneModel ? unequal : [model, ...unequal];
}

/** A flagged value never stands beside another (M23). */
function disturbed(subject: RunSubject): string {
  return subject.flags.filter((flag) => flag === "shared_machine" || flag === "thermal").join(", ");
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const squares = (values: readonly number[], centre: number): number =>
  values.reduce((sum, value) => sum + (value - centre) ** 2, 0);

interface Sides {
  baseline: readonly number[];
  other: readonly number[];
}

/** Unpaired gap of logs with the pooled spread (M26); `isLessBetter` for latencies. */
function unpairedGap({ baseline, other }: Sides, rule: { epsilon: number; isLessBetter: boolean }): RunGap | null {
  const degrees = baseline.length + other.length - 2;
  if (baseline.length === 0 || other.length === 0 || degrees < 1) return null;
  const [left, right] = [baseline.map(Math.log), other.map(Math.log)];
  const centre = mean(right) - mean(left);
  const pooled = Math.sqrt((squares(left, mean(left)) + squares(right, mean(right))) / degrees);
  const error = pooled * Math.sqrt(1 / left.length + 1 / right.length);
  const reach = studentTQuantile(0.975, degrees) * error;
  const [low, high] = [centre - reach, centre + reach];
  const up = low > 0 && centre > Math.log1p(rule.epsilon);
  const down = high < 0 && centre < Math.log1p(-rule.epsilon);
  const [better, worse] = rule.isLessBetter ? [down, up] : [up, down];
  return {
    gap: Math.expm1(centre),
    low: Math.expm1(low),
    high: Math.expm1(high),
    smallestShown: (studentTQuantile(0.975, degrees) + studentTQuantile(0.8, degrees)) * error,
    counts: [baseline.length, other.length],
    verdict: better ? "better" : worse ? "worse" : "not_shown",
  };
}

/**
 * Whether one run's winner is really faster than another's. Runs that differ in anything but the knobs, or that were
 * disturbed, are not compared, and the fields are named (M10, H-54); a verdict needs its interval (M27).
 */
export function compareRuns(baseline: RunSubject, other: RunSubject, epsilon: number): RunComparison {
  const differing = mustBeEqual(baseline, other);
  const [left, right] = [disturbed(baseline), disturbed(other)];
  if (left !== "" || right !== "") {
    differing.push({ field: "conditions", baseline: left || "undisturbed", other: right || "undisturbed" });
  }
  if (differing.length > 0) return { kind: "not_compared", differing };
  return {
    kind: "compared",
    tps: unpairedGap({ baseline: baseline.tps, other: other.tps }, { epsilon, isLessBetter: false }),
    ttft: unpairedGap({ baseline: baseline.ttftMs, other: other.ttftMs }, { epsilon, isLessBetter: true }),
  };
}
