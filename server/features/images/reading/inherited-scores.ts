import type { Tx } from "../../../platform/app.ts";
import { type PixelRun, ratedLikeThese, runsWithPixels } from "../runs/pixel-repo.ts";
import { latestScores } from "./recipe-scores.ts";
import { standingScores } from "./score-repo.ts";

/** What an unrated run shows of an earlier one with the same picture and the same pixels. */
export interface InheritedScore {
  /** Of the run that was rated. */
  readonly label: string;
  readonly ratings: number;
  readonly meanScore: number;
}

/** Scores of earlier runs for runs without any, by run id: of the same input and the same output pixels only; shown, never counted (TU54). `ids` is the bound. */
export async function inheritedScores(
  tx: Tx,
  of: { readonly orgId: string; readonly ids: readonly string[] },
): Promise<Map<string, InheritedScore>> {
  const { orgId } = of;
  const wanted = await runsWithPixels(tx, orgId, [...of.ids]);
  if (wanted.length === 0) return new Map();
  const sources = sourcesOf(wanted, await ratedLikeThese(tx, orgId, wanted));
  const runIds = [...new Set([...sources.values()].map(({ id }) => id))];
  const scores = Map.groupBy(latestScores(await standingScores(tx, { orgId, runIds })), ({ runId }) => runId);
  return new Map(
    [...sources].map(([id, source]): [string, InheritedScore] => {
      const given = scores.get(source.id) ?? [];
      const meanScore = given.reduce((sum, { score }) => sum + score, 0) / given.length;
      return [id, { label: `IMG-${source.number}`, ratings: given.length, meanScore }];
    }),
  );
}

/** By run id the newest rated run before it that looks the same, so that only as many scores are read as runs are shown. */
function sourcesOf(wanted: readonly PixelRun[], rated: readonly PixelRun[]): Map<string, PixelRun> {
  const alike = Map.groupBy(rated, looksOf);
  return new Map(
    wanted.flatMap((run): [string, PixelRun][] => {
      const source = alike.get(looksOf(run))?.find(({ number }) => number < run.number);
      return source === undefined ? [] : [[run.id, source]];
    }),
  );
}

const looksOf = ({ input, pixels }: PixelRun): string => `${input} ${pixels}`;
