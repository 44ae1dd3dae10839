import { raterWinners } from "../../../../core/tuning/statistics/rater-winners.ts";
import { type Vote, votesFromScores } from "../../../../core/tuning/statistics/votes.ts";
import type { Db } from "../../../platform/app.ts";
import { type BenchRun, type CountedPair, findBenchRuns } from "../repo.ts";

interface GivenScore {
  readonly item: string;
  readonly rater: string;
  readonly score: number;
}

interface ClassWinner {
  readonly class: string;
  readonly raterId: string;
  readonly recipeSha: string | null;
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/** TU33: of each class and rater the recipe that the rater's own scores and counted verdicts put first. */
export async function readWinners(
  db: Db,
  orgId: string,
  { scores, pairs }: { scores: readonly GivenScore[]; pairs: readonly CountedPair[] },
): Promise<ClassWinner[]> {
  const ids = new Set([...scores.map(({ item }) => item), ...pairs.flatMap((pair) => [pair.leftRun, pair.rightRun])]);
  const runs = new Map((await findBenchRuns(db, orgId, [...ids])).map((run) => [run.id, run]));
  const votes = [...scoreVotes(scores, runs), ...verdictVotes(pairs, runs)];
  return [...Map.groupBy(votes, (vote) => vote.class)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([label, own]) =>
      raterWinners(own).map(({ rater, recipe, ...record }) => ({
        ...{ class: label, raterId: rater, recipeSha: recipe, ...record },
      })),
    );
}

type ClassVote = Vote & { readonly class: string };
type Runs = ReadonlyMap<string, BenchRun>;

function scoreVotes(scores: readonly GivenScore[], runs: Runs): ClassVote[] {
  const known = scores.flatMap(({ item, rater, score }) => {
    const run = runs.get(item);
    if (run === undefined) return [];
    return [{ class: run.class, input: run.inputBlake3, rater, run: item, recipe: run.recipeSha, score }];
  });
  return [...Map.groupBy(known, (one) => one.class)].flatMap(([label, own]) =>
    votesFromScores(own).map((vote) => ({ ...vote, class: label })),
  );
}

/** Of one rater and two runs the last verdict counts (TU38). */
function verdictVotes(pairs: readonly CountedPair[], runs: Runs): ClassVote[] {
  const latest = pairs.map(
    (pair) => [`${pair.raterId} ${[pair.leftRun, pair.rightRun].sort().join(" ")}`, pair] as const,
  );
  return [...new Map(latest).values()].flatMap(({ leftRun, rightRun, raterId, verdict }) => {
    const [left, right] = [runs.get(leftRun), runs.get(rightRun)];
    if (left === undefined || right === undefined || left.recipeSha === right.recipeSha) return [];
    if (verdict !== "left" && verdict !== "right" && verdict !== "tie") return [];
    return [
      {
        ...{ class: left.class, input: left.inputBlake3, rater: raterId },
        left: left.recipeSha,
        right: right.recipeSha,
        outcome: verdict,
      },
    ];
  });
}
