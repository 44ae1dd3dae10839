import { mulberry32 } from "../sampling/mulberry32.ts";
import { shuffledIndices } from "../sampling/shuffle.ts";

/** A stream of its own: with the split's, the sample would hold exactly the inputs that are not held out. */
const STREAM = 0x9e3779b9;

interface Sampled {
  readonly input: number;
  readonly rater: number;
}

/**
 * At most `limit` rows in their order, drawn by seed; everything one person said about one input is drawn
 * together, so pairs stay whole (TU22).
 */
export function sampleRows<Row extends Sampled>(rows: readonly Row[], limit: number, seed: number): readonly Row[] {
  if (rows.length <= limit) return rows;
  const units = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = `${row.input} ${row.rater}`;
    const unit = units.get(key) ?? [];
    units.set(key, unit);
    unit.push(index);
  });
  const all = [...units.values()];
  const drawn: number[] = [];
  for (const index of shuffledIndices(all.length, mulberry32(seed ^ STREAM))) {
    const unit = all[index] ?? [];
    if (drawn.length + unit.length <= limit) drawn.push(...unit);
    else if (drawn.length === 0) drawn.push(...unit.slice(0, limit));
  }
  return drawn.sort((left, right) => left - right).flatMap((index) => rows[index] ?? []);
}
