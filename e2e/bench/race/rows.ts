import type { RaceRow } from "./race.ts";

/** Surfaces of one row, and in how many batches of them a share is repeated. */
export const SURFACES = { full: 1500, ci: 300 } as const;
const BATCHES = 5;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

export function rowName({ size, cv, sag }: RaceRow): string {
  return `${size} cells, CV ${percent(cv)}, sag ${percent(sag)}`;
}

/** Every combination, sizes outermost. */
export function raceRows(sizes: readonly RaceRow["size"][], cvs: readonly number[]): RaceRow[] {
  return sizes.flatMap((size) => cvs.flatMap((cv) => [0, 0.15, 0.3].map((sag) => ({ size, cv, sag }))));
}

/** Cuts a row's results into equal batches, its repeats. */
export function batches<Item>(items: readonly Item[]): Item[][] {
  const size = Math.ceil(items.length / BATCHES);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
