import { mulberry32 } from "../sampling/mulberry32.ts";
import { shuffledIndices } from "../sampling/shuffle.ts";

interface InputDraw {
  /** Hashes of the stored inputs of the class. */
  readonly stored: readonly string[];
  /** Hashes of the inputs the tune used. */
  readonly tuned: ReadonlySet<string>;
  /** How many there must be. */
  readonly n: number;
  readonly seed: number;
}

export type DrawnInputs =
  /** Every fresh input in drawn order: the first n are shown, the others replace. */
  { kind: "drawn"; order: readonly string[] } | { kind: "too_few"; missing: number };

/** Draws the inputs of a confirmation by seed from those the tune did not use, whatever order they are stored in (TU40). */
export function drawInputs({ stored, tuned, n, seed }: InputDraw): DrawnInputs {
  const fresh = [...new Set(stored)].filter((input) => !tuned.has(input)).sort();
  if (fresh.length < n) return { kind: "too_few", missing: n - fresh.length };
  return { kind: "drawn", order: shuffledIndices(fresh.length, mulberry32(seed)).flatMap((i) => fresh[i] ?? []) };
}

/** What a page says of too few inputs (TU40). */
export function needsText(missing: number): string {
  return `needs ${missing} more images`;
}
