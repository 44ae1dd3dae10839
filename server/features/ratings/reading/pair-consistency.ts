import { weightedKappa } from "../../../../core/tuning/statistics/weighted-kappa.ts";
import type { Db } from "../../../platform/app.ts";
import { type CountedPair, goldVerdicts } from "../repo.ts";

/** How far a rater agrees with the own verdicts on hidden repeats of pairs, and with what is plain to see (IM64, TU33). */
interface PairConsistency {
  verdicts: number;
  repeats: number;
  /** κ over left, tie, right as points of one scale; null without repeats. */
  kappa: number | null;
  /** Gold pairs answered, and those where the untouched side was preferred. */
  golds: number;
  goldsRight: number;
}

export const NO_PAIRS: PairConsistency = { verdicts: 0, repeats: 0, kappa: null, golds: 0, goldsRight: 0 };

/** The ends are as far from each other as scores 1 and 5. */
const POINTS: Readonly<Record<string, number>> = { left: 1, tie: 3, right: 5 };

/** By rater, of the counted pairs in log order; verdicts of a confirmation are told to nobody before its end and count nowhere here (TU40). */
export async function pairConsistency(
  db: Db,
  of: { orgId: string; class: string | null },
  pairs: readonly CountedPair[],
): Promise<ReadonlyMap<string, PairConsistency>> {
  const rows = Map.groupBy(pairs, ({ raterId }) => raterId);
  const golds = Map.groupBy(await goldVerdicts(db, of), ({ raterId }) => raterId);
  return new Map(
    [...new Set([...rows.keys(), ...golds.keys()])].map((rater) => {
      const own = rows.get(rater) ?? [];
      const gold = golds.get(rater) ?? [];
      const repeats = repeatsOf(own);
      const ofPairs = { verdicts: own.length, repeats: repeats.length, kappa: weightedKappa(repeats) };
      const goldsRight = gold.filter(({ verdict, better }) => verdict === better).length;
      return [rater, { ...ofPairs, golds: gold.length, goldsRight }];
    }),
  );
}

type Given = Pick<CountedPair, "leftRun" | "rightRun" | "verdict" | "isRepeat">;

/** Of one rater's verdicts in log order each repeat after the last one before it on the same two runs, as points of the scale (IM64). */
export function repeatsOf(own: readonly Given[]): [number, number][] {
  const last = new Map<string, Given>();
  return own.flatMap((row) => {
    const sides = sidesOf(row);
    const earlier = last.get(sides);
    last.set(sides, row);
    return earlier === undefined || !row.isRepeat ? [] : pointsOf(earlier, row);
  });
}

function pointsOf(first: Given, row: Given): [number, number][] {
  const [before, after] = [POINTS[first.verdict], POINTS[row.verdict]];
  if (before === undefined || after === undefined) return [];
  // The sides are drawn from rater and pair; where they differ all the same, the other side is meant.
  return [[first.leftRun === row.leftRun ? before : 6 - before, after]];
}

const sidesOf = ({ leftRun, rightRun }: Given): string => [leftRun, rightRun].sort().join(" ");
