import type { RecipeEffect } from "../tuning/statistics/effects/effect-posterior.ts";
import type { RecipeScores } from "../tuning/statistics/recipe-scores.ts";
import type { RecipeScore, Vote } from "../tuning/statistics/votes.ts";
import type { ImageLead } from "./image-crown.ts";

/** Rated runs from which a recipe has a place (console.md, section 6). */
export const RUNS_FOR_A_PLACE = 20;

/** Pixels of the long side that a run was reduced to, or its full size. */
export type WorkingSize = number | "full";
export type RatingMode = "blind" | "open";

/** One rater's latest score of one run; null where the log does not say. */
export interface BoardScore extends RecipeScore {
  readonly workingSize: WorkingSize | null;
  readonly mode: RatingMode | null;
  readonly atMs: number;
}

/** One rater's verdict on two runs of one input; both sides are unnamed while it is given. */
export interface BoardVerdict extends Vote {
  readonly workingSize: WorkingSize | null;
}

/** One recipe of a class on one board, as every surface shows it. */
export interface ImageBoardEntry extends RecipeScores {
  readonly isLive: boolean;
  /** Null under the rated runs that a place needs. */
  readonly effect: RecipeEffect | null;
  /** From 1; null without an effect. */
  readonly rank: number | null;
  /** 1 + entries surely better … n − entries surely worse; surely is where intervals are apart. */
  readonly rankRange: readonly [best: number, worst: number] | null;
  /** Blind verdicts against any other recipe. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
}

/** What may be compared: one image class, one working size, one rating mode, scores 1…5 (console.md, section 6). */
export interface ImageBoard {
  readonly workingSize: WorkingSize;
  readonly mode: RatingMode;
  readonly scores: number;
  readonly verdicts: number;
  readonly entries: readonly ImageBoardEntry[];
  readonly lead: ImageLead;
  /** Recipes that stay off a very long board, the least rated ones. */
  readonly leftOut: number;
}

export interface ImageBoards {
  /** The best filled board first. */
  readonly boards: readonly ImageBoard[];
  /** Scores and verdicts whose working size or mode nobody wrote down: on no board. */
  readonly unclassified: number;
}
