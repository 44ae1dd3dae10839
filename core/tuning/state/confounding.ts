import type { Tunable } from "../space/tunable.ts";
import type { ClassData } from "../tune/class-data.ts";
import { spearman } from "../tune/spearman.ts";

const LEAST_CORRELATION = 0.3;
const LEAST_RUNS = 30;
const ENOUGH_PAIRED = 0.5;
/** Each by the name the log has for it. */
const SIGNALS = [
  ["luma_mean", "lumaMean"],
  ["noise", "noise"],
  ["entropy", "entropy"],
] as const;

/** A tuned argument that followed the pictures instead of a draw (TU39). */
interface Confounding {
  readonly argument: string;
  readonly signal: (typeof SIGNALS)[number][0];
  readonly correlation: number;
  readonly runs: number;
  readonly text: string;
}

interface ConfoundingInput {
  readonly data: Omit<ClassData, "seed">;
  readonly tunables: readonly Tunable[];
  /** Rated runs that belong to a pair. */
  readonly pairedRuns: ReadonlySet<number>;
}

/** Warns where a tuned argument correlates with a signal and less than half of the rated runs belong to a pair (TU39). */
export function findConfounding({ data, tunables, pairedRuns }: ConfoundingInput): Confounding[] {
  const { log, sets, evidence } = data;
  if (pairedRuns.size >= ENOUGH_PAIRED * evidence.runs.length) return [];
  const signals = evidence.runs.map((run) => log.runs.signals.of(run));
  const steps = evidence.runs.map((run) => sets.stepsOf(run));
  return tunables.flatMap((tunable) =>
    SIGNALS.flatMap(([signal, key]) => {
      const known = evidence.runs.flatMap((_run, index) => {
        const value = steps[index]?.[tunable.step]?.args[tunable.param];
        const measured = signals[index]?.[key];
        return typeof value === "number" && measured !== undefined && Number.isFinite(measured)
          ? [[value, measured] as const]
          : [];
      });
      if (known.length < LEAST_RUNS) return [];
      const correlation = spearman(
        known.map(([value]) => value),
        known.map(([, measured]) => measured),
      );
      if (correlation === null || Math.abs(correlation) < LEAST_CORRELATION) return [];
      return [
        {
          argument: tunable.name,
          signal,
          correlation,
          runs: known.length,
          text: textOf(tunable, signal, { correlation, runs: known.length }),
        },
      ];
    }),
  );
}

function textOf({ name }: Tunable, signal: string, found: { correlation: number; runs: number }): string {
  const how = found.correlation > 0 ? "rises" : "falls";
  return `${name} ${how} with ${signal}: rank correlation ${found.correlation.toFixed(2)} over ${found.runs} rated runs, and less than half of them belong to a pair`;
}
