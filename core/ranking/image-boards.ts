import { recipeEffects } from "../tuning/statistics/effects/recipe-effect.ts";
import { recipeScores } from "../tuning/statistics/recipe-scores.ts";
import type { Vote } from "../tuning/statistics/votes.ts";
import { boardRows } from "./board-rows.ts";
import {
  type BoardScore,
  type BoardVerdict,
  type ImageBoard,
  type ImageBoards,
  type RatingMode,
  RUNS_FOR_A_PLACE,
  type WorkingSize,
} from "./image-board.ts";
import { imageLead } from "./image-crown.ts";
import { rankEntries, tiedWithFirst } from "./rank-entries.ts";

interface BoardsInput {
  readonly scores: readonly BoardScore[];
  readonly verdicts: readonly BoardVerdict[];
  /** Sha of the live recipe; null where the class has none. */
  readonly live: string | null;
}

const RECIPES_MOST = 400;

/** The boards of one image class (TU36): recipes by the lower 95 % bound of their effect, images and raters set aside. */
export function imageBoards({ scores, verdicts, live }: BoardsInput): ImageBoards {
  const placed = scores.filter((score) => score.workingSize !== null && score.mode !== null);
  const judged = verdicts.filter((verdict) => verdict.workingSize !== null);
  const keys = new Map<string, Pick<ImageBoard, "workingSize" | "mode">>();
  const meet = (workingSize: WorkingSize | null, mode: RatingMode | null) => {
    if (workingSize !== null && mode !== null) keys.set(`${workingSize} ${mode}`, { workingSize, mode });
  };
  for (const { workingSize, mode } of placed) meet(workingSize, mode);
  for (const { workingSize } of judged) meet(workingSize, "blind");
  const boards = [...keys.values()].map(({ workingSize, mode }) => {
    const isOn = (one: { workingSize: WorkingSize | null }) => one.workingSize === workingSize;
    const own = placed.filter((score) => isOn(score) && score.mode === mode);
    return {
      workingSize,
      mode,
      ...boardOf({ scores: own, verdicts: mode === "blind" ? judged.filter(isOn) : [], live }),
    };
  });
  return {
    boards: boards.sort((left, right) => right.scores - left.scores || right.verdicts - left.verdicts),
    unclassified: scores.length - placed.length + verdicts.length - judged.length,
  };
}

function boardOf({ scores, verdicts, live }: BoardsInput): Omit<ImageBoard, "workingSize" | "mode"> {
  const { recipes, rows, inputs, leftOut } = boardRows({ scores, verdicts, most: RECIPES_MOST, live });
  const effects = recipeEffects({ rows, recipes: recipes.length });
  const known = new Set(recipes);
  const shown = recipeScores({
    scores: scores.filter(({ recipe }) => known.has(recipe)),
    verdicts: verdicts.filter(({ left, right }) => known.has(left) && known.has(right)),
    live: live ?? "",
  });
  const since = new Map<string, number>();
  for (const { recipe, atMs } of scores) since.set(recipe, Math.min(atMs, since.get(recipe) ?? atMs));
  const places = new Map(recipes.map((recipe, place) => [recipe, place]));
  const entries = shown.map((one) => ({
    ...one,
    isLive: one.recipe === live,
    effect: one.runs < RUNS_FOR_A_PLACE ? null : (effects[places.get(one.recipe) ?? -1] ?? null),
    sinceMs: since.get(one.recipe) ?? Number.POSITIVE_INFINITY,
    ...outcomesOf(one.recipe, verdicts),
  }));
  const ranked = rankEntries(entries);
  const placed = ranked.flatMap(({ recipe, rank }) => (rank === null ? [] : [recipe]));
  const lead = imageLead({ rows, recipes, inputs, ranked: placed, tied: tiedWithFirst(entries, ranked) });
  return { scores: scores.length, verdicts: verdicts.length, entries: ranked, lead, leftOut };
}

function outcomesOf(recipe: string, verdicts: readonly Vote[]): { wins: number; losses: number; ties: number } {
  const counts = { wins: 0, losses: 0, ties: 0 };
  for (const { left, right, outcome } of verdicts) {
    if (left === right || (left !== recipe && right !== recipe)) continue;
    if (outcome === "tie") counts.ties += 1;
    else if ((outcome === "left" ? left : right) === recipe) counts.wins += 1;
    else counts.losses += 1;
  }
  return counts;
}
