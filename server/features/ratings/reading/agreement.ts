import type { z } from "zod";
import { agreementWord, isInconsistent } from "../../../../core/tuning/statistics/agreement-words.ts";
import { krippendorffAlpha } from "../../../../core/tuning/statistics/krippendorff.ts";
import { canTellBias, solveRaterBias } from "../../../../core/tuning/statistics/rater-bias.ts";
import type { ItemScore } from "../../../../core/tuning/statistics/rating-table.ts";
import { weightedKappa } from "../../../../core/tuning/statistics/weighted-kappa.ts";
import type { Context } from "../../../trpc/context.ts";
import { countedPairs, type RatingRow, raterNames, standingRatings } from "../repo.ts";
import type { Agreement, ReadingInput } from "../schema.ts";
import { NO_PAIRS, pairConsistency } from "./pair-consistency.ts";
import { readWinners } from "./winners.ts";

const ELSEWHERE = "a rater of another console";

/** IM66: α, κ, bias and self-consistency as they are now; a weak rater is shown, never dropped. */
export async function readAgreement(
  ctx: Context,
  input: z.infer<typeof ReadingInput>,
): Promise<z.infer<typeof Agreement>> {
  const { app, scope } = ctx;
  const of = { orgId: scope.orgId, class: input.class };
  const all = await standingRatings(app.db, of);
  const counted = all.filter(({ isWarmUp, runId }) => !isWarmUp && runId !== null);
  const scores = latestScores(counted);
  const names = await raterNames(app.db, scope.orgId);
  const alpha = krippendorffAlpha(scores, "ordinal");
  const bias = canTellBias(scores) ? solveRaterBias(scores).raters : null;
  const pairs = await countedPairs(app.db, of);
  const inPairs = await pairConsistency(app.db, of, pairs);
  const byRater = Map.groupBy(counted, ({ raterId }) => raterId);
  const raters = [...new Set([...byRater.keys(), ...inPairs.keys()])].map((id) => {
    const own = byRater.get(id) ?? [];
    const ofPairs = inPairs.get(id) ?? NO_PAIRS;
    const repeats = repeatsOf(own);
    const selfKappa = repeats.length === 0 ? null : weightedKappa(repeats);
    return {
      name: names.get(id) ?? ELSEWHERE,
      ratings: own.length,
      bias: bias?.get(id) ?? null,
      repeats: repeats.length,
      selfKappa,
      pairs: ofPairs,
      isInconsistent: isInconsistent({ kappa: selfKappa, repeats: repeats.length }) || isInconsistent(ofPairs),
    };
  });
  const winners = await readWinners(app.db, scope.orgId, { scores, pairs });
  return {
    alpha,
    word: alpha === null ? null : agreementWord(alpha),
    winners: winners.map(({ raterId, ...winner }) => ({ ...winner, name: names.get(raterId) ?? ELSEWHERE })),
    raters,
    between: betweenRaters(scores, names),
  };
}

function latestScores(rows: readonly RatingRow[]): ItemScore[] {
  const latest = rows.map((row) => [`${row.runId} ${row.raterId}`, row] as const);
  return [...new Map(latest).values()].map(({ runId, raterId, score }) => ({
    item: runId ?? "",
    rater: raterId,
    score,
  }));
}

function repeatsOf(own: readonly RatingRow[]): [number, number][] {
  return own.flatMap((row, index) => {
    const earlier = row.isRepeat ? own.slice(0, index).findLast(({ runId }) => runId === row.runId) : undefined;
    return earlier === undefined ? [] : [[earlier.score, row.score] satisfies [number, number]];
  });
}

function betweenRaters(scores: readonly ItemScore[], names: ReadonlyMap<string, string>) {
  const tables = [...Map.groupBy(scores, ({ rater }) => rater)].map(
    ([rater, own]) => [rater, new Map(own.map(({ item, score }) => [item, score]))] as const,
  );
  return tables.flatMap(([first, left], index) =>
    tables.slice(index + 1).flatMap(([second, right]) => {
      const shared = [...left].flatMap(([item, score]) => {
        const other = right.get(item);
        return other === undefined ? [] : [[score, other] as const];
      });
      if (shared.length === 0) return [];
      const kappa = weightedKappa(shared);
      return [{ first: names.get(first) ?? first, second: names.get(second) ?? second, shared: shared.length, kappa }];
    }),
  );
}
