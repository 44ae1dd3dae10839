import { weightedKappa } from "../../../../core/tuning/statistics/weighted-kappa.ts";
import type { Db } from "../../../platform/app.ts";
import { type CountedPair, countedPairs, goldVerdicts } from "../repo.ts";

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

/** By rater; verdicts of a confirmation are told to nobody before its end and count nowhere here (TU40). */
export async function pairConsistency(
  db: Db,
  of: { orgId: string; class: string | null },
): Promise<ReadonlyMap<string, PairConsistency>> {
  const rows = Map.groupBy(await countedPairs(db, of), ({ raterId }) => raterId);
  const golds = Map.groupBy(await goldVerdicts(db, of), ({ raterId }) => raterId);
  return new Map(
    [...new Set([...rows.keys(), ...golds.keys()])].map((rater) => {
      const own = rows.get(rater) ?? [];
      const gold = golds.get(rater) ?? [];
      const repeats = own.flatMap((row, index) => repeatOf(row, own.slice(0, index)));
      const ofPairs = { verdicts: own.length, repeats: repeats.length, kappa: weightedKappa(repeats) };
      const goldsRight = gold.filter(({ verdict, better }) => verdict === better).length;
      return [rater, { ...ofPairs, golds: gold.length, goldsRight }];
    }),
  );
}

function repeatOf(row: CountedPair, earlier: readonly CountedPair[]): [number, number][] {
  if (!row.isRepeat) return [];
  const first = earlier.findLast((one) => sidesOf(one) === sidesOf(row));
  const [before, after] = [first && POINTS[first.verdict], POINTS[row.verdict]];
  if (first === undefined || before === undefined || after === undefined) return [];
  // The sides are drawn from rater and pair; where they differ all the same, the other side is meant.
  return [[first.leftRun === row.leftRun ? before : 6 - before, after]];
}

const sidesOf = ({ leftRun, rightRun }: CountedPair): string => [leftRun, rightRun].sort().join(" ");
