import type { z } from "zod";
import type { BoardScore, BoardVerdict, RatingMode, WorkingSize } from "../../../../core/ranking/image-board.ts";
import { RUNS_FOR_A_PLACE } from "../../../../core/ranking/image-board.ts";
import { imageBoards } from "../../../../core/ranking/image-boards.ts";
import type { RecipeEffect } from "../../../../core/tuning/statistics/effects/effect-posterior.ts";
import type { Strength } from "../../../../core/tuning/statistics/strengths.ts";
import type { Db } from "../../../platform/app.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Context } from "../../../trpc/context.ts";
import { findClass, findVersion, listVersions } from "../classes/class-repo.ts";
import { findFit } from "../improve/fit-repo.ts";
import type { ClassInput } from "../schema.ts";
import { marksOf } from "./class-scores.ts";
import type { Leaderboard } from "./leaderboard-schema.ts";
import { latestScores, recipeKey } from "./recipe-scores.ts";
import {
  finishedRuns,
  type RateableRow,
  runningConfirmations,
  type ScoreRow,
  standingScores,
  standingVerdicts,
  type VerdictRow,
} from "./score-repo.ts";

/** TU36: the recipes of a class on its boards, each with its effect and interval. @throws NOT_FOUND for an unknown class. */
export async function getLeaderboard(ctx: Context, input: z.infer<typeof ClassInput>): Promise<Leaderboard> {
  const { db, clock } = ctx.app;
  const of = { orgId: ctx.scope.orgId, class: input.class };
  const row = await findClass(db, of.orgId, input.class);
  if (row === null) throw new AppError("NOT_FOUND");
  const runs = new Map((await finishedRuns(db, of)).filter(isComparable).map((run) => [run.id, run]));
  const { boards, unclassified } = imageBoards({
    scores: latestScores(await standingScores(db, of)).flatMap((score) => boardScore(score, runs)),
    verdicts: boardVerdicts(await standingVerdicts(db, of), runs),
    live: row.liveSha,
  });
  const { forced } = await marksOf(db, of);
  const versions = await versionNumbers(db, of, row.liveSha);
  return {
    class: row.label,
    boards: boards.map(({ lead, ...board }) => ({
      ...board,
      needed: RUNS_FOR_A_PLACE,
      crown: lead.crown.kind === "joint" ? { ...lead.crown, others: [...lead.crown.others] } : lead.crown,
      gap: starsOf(lead.gap),
      entries: board.entries.map(({ recipe, effect, rankRange, ...entry }) => ({
        ...entry,
        recipeSha: recipe,
        version: versions.get(recipe) ?? null,
        forced: forced.get(recipeKey(row.label, recipe)) ?? null,
        rankRange: rankRange === null ? null : [...rankRange],
        effect: starsOf(effect),
      })),
    })),
    unclassified,
    votes: await readVotes(db, of, { versions, live: row.liveSha }),
    serverTime: clock.now().toISOString(),
  };
}

/** The number a recipe is known by: its newest text's, the live one by the text that is live. */
async function versionNumbers(
  db: Db,
  of: { orgId: string; class: string },
  liveSha: string | null,
): Promise<ReadonlyMap<string, number>> {
  const rows = (await listVersions(db, of.orgId, of.class)).reverse();
  const live = liveSha === null ? null : await findVersion(db, { ...of, recipeSha: liveSha });
  return new Map([...rows, ...(live === null ? [] : [live])].map(({ recipeSha, version }) => [recipeSha, version]));
}

interface Known {
  readonly versions: ReadonlyMap<string, number>;
  readonly live: string | null;
}

/** TU34: under 10 decisive votes a recipe is hidden, under 30 it is preliminary. */
async function readVotes(
  db: Db,
  of: { orgId: string; class: string },
  { versions, live }: Known,
): Promise<Leaderboard["votes"]> {
  if ((await runningConfirmations(db, of)).length > 0) return { strengths: [], hidden: 0, isHeld: true };
  const strengths: readonly Strength[] = (await findFit(db, of))?.strengths ?? [];
  const shown = strengths.filter(({ standing }) => standing !== "hidden");
  return {
    strengths: shown.map(({ recipe, strength, lower, upper, decisiveVotes, standing }) => ({
      recipeSha: recipe,
      version: versions.get(recipe) ?? null,
      isLive: recipe === live,
      ...{ strength, lower, upper, decisiveVotes, isPreliminary: standing === "preliminary" },
    })),
    hidden: strengths.length - shown.length,
    isHeld: false,
  };
}

const starsOf = (effect: RecipeEffect | null) =>
  effect === null ? null : { mean: effect.mean, lower: effect.lower, upper: effect.upper };

const isComparable = (run: RateableRow): boolean => !run.isClassCorrected && !run.isShaMismatch;

/** A v1 line says neither working size nor mode. */
const sizeOf = (run: RateableRow): WorkingSize | null => (run.argsJson === null ? null : (run.workLongSide ?? "full"));
const modeOf = ({ eventId, isBlind }: ScoreRow): RatingMode | null =>
  eventId.startsWith("line:") ? null : isBlind ? "blind" : "open";

function boardScore(score: ScoreRow, runs: ReadonlyMap<string, RateableRow>): BoardScore[] {
  const run = runs.get(score.runId ?? "");
  if (run === undefined) return [];
  return [
    {
      input: score.inputBlake3,
      rater: score.raterId,
      run: run.id,
      recipe: run.recipeSha,
      score: score.score,
      workingSize: sizeOf(run),
      mode: modeOf(score),
      atMs: Number(score.tsUnixMs),
    },
  ];
}

/** TU38: of one rater and two runs of one input the last verdict counts; `not_sure` is no observation. */
function boardVerdicts(rows: readonly VerdictRow[], runs: ReadonlyMap<string, RateableRow>): BoardVerdict[] {
  const latest = new Map<string, VerdictRow>();
  for (const row of rows) latest.set(`${row.raterId} ${[row.leftRun, row.rightRun].sort().join(" ")}`, row);
  return [...latest.values()].flatMap(({ leftRun, rightRun, raterId, verdict }) => {
    const [left, right] = [runs.get(leftRun), runs.get(rightRun)];
    if (left === undefined || right === undefined) return [];
    if (left.id === right.id || left.inputBlake3 !== right.inputBlake3) return [];
    if (verdict !== "left" && verdict !== "right" && verdict !== "tie") return [];
    const [size, other] = [sizeOf(left), sizeOf(right)];
    return [
      {
        input: left.inputBlake3,
        rater: raterId,
        left: left.recipeSha,
        right: right.recipeSha,
        outcome: verdict,
        workingSize: size === other ? size : null,
      },
    ];
  });
}
