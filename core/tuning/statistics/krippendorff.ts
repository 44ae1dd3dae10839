import { groupScores, type ItemScore } from "./rating-table.ts";

export type MeasurementLevel = "nominal" | "ordinal" | "interval" | "ratio";

interface Coincidences {
  readonly values: readonly number[];
  /** o_ck, row by row. */
  readonly pairs: readonly (readonly number[])[];
  /** n_c, how often each value was given in items with at least two scores. */
  readonly counts: readonly number[];
}

/** Krippendorff's α of the scores; 1 where all agree on one value, null where no item has two scores (TU33). */
export function krippendorffAlpha(scores: readonly ItemScore[], level: MeasurementLevel): number | null {
  const { values, pairs, counts } = coincidences(scores);
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n === 0) return null;
  let [observed, expected] = [0, 0];
  values.forEach((_, c) => {
    values.forEach((_value, k) => {
      const distance = squaredDifference({ values, counts, c, k }, level);
      observed += (pairs[c]?.[k] ?? 0) * distance;
      expected += (counts[c] ?? 0) * (counts[k] ?? 0) * distance;
    });
  });
  return expected === 0 ? 1 : 1 - ((n - 1) * observed) / expected;
}

function coincidences(scores: readonly ItemScore[]): Coincidences {
  const units = [...groupScores(scores, "item").values()].filter((unit) => unit.length > 1);
  const values = [...new Set(units.flat().map(({ score }) => score))].sort((left, right) => left - right);
  const place = new Map(values.map((value, index) => [value, index]));
  const pairs = values.map(() => values.map(() => 0));
  for (const unit of units) {
    for (const left of unit) {
      for (const right of unit) {
        const row = pairs[place.get(left.score) ?? -1];
        const column = place.get(right.score) ?? -1;
        if (left !== right && row !== undefined) row[column] = (row[column] ?? 0) + 1 / (unit.length - 1);
      }
    }
  }
  return { values, pairs, counts: pairs.map((row) => row.reduce((sum, count) => sum + count, 0)) };
}

interface TwoValues extends Pick<Coincidences, "values" | "counts"> {
  readonly c: number;
  readonly k: number;
}

function squaredDifference({ values, counts, c, k }: TwoValues, level: MeasurementLevel): number {
  const [left, right] = [values[c] ?? 0, values[k] ?? 0];
  switch (level) {
    case "nominal":
      return c === k ? 0 : 1;
    case "ordinal": {
      const between = counts.slice(Math.min(c, k), Math.max(c, k) + 1).reduce((sum, count) => sum + count, 0);
      return (between - ((counts[c] ?? 0) + (counts[k] ?? 0)) / 2) ** 2;
    }
    case "interval":
      return (left - right) ** 2;
    case "ratio":
      return left + right === 0 ? 0 : ((left - right) / (left + right)) ** 2;
  }
}
