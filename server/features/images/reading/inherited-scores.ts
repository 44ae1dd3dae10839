import type { Tx } from "../../../platform/app.ts";
import { pixelsOfInputs, runsWithPixels } from "../runs/pixel-repo.ts";
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
  const known = new Set(wanted.map(({ pixels }) => pixels));
  const ofInputs = await pixelsOfInputs(tx, orgId, [...new Set(wanted.map(({ input }) => input))]);
  const earlier = ofInputs.filter(({ pixels }) => known.has(pixels));
  const scores = latestScores(await standingScores(tx, { orgId, runIds: earlier.map(({ id }) => id) }));
  return new Map(
    wanted.flatMap((run): [string, InheritedScore][] => {
      for (const source of earlier) {
        if (source.pixels !== run.pixels || source.input !== run.input || source.number >= run.number) continue;
        const given = scores.filter(({ runId }) => runId === source.id);
        if (given.length === 0) continue;
        const meanScore = given.reduce((sum, { score }) => sum + score, 0) / given.length;
        return [[run.id, { label: `IMG-${source.number}`, ratings: given.length, meanScore }]];
      }
      return [];
    }),
  );
}
