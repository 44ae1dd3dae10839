import { isSameModel } from "../../serving/model-id.ts";
import type { TuneTrial } from "../trial.ts";
import { type QuestionAnswer, type QuestionRun, type Stratum, stratumOf, unflagged } from "./question-run.ts";

const LEAST_CHECKS = 20;
const KEEP_SHARE = 0.05;
const THREE_SHARE = 0.15;
const RETEST_MS = 7 * 24 * 3_600_000;

/** A Stage-1 word that something stronger checked: a fit by its unset/1/target cell, a reject by three replicates within a week. */
export interface Stage1Check {
  readonly stratum: Stratum;
  readonly kind: "fit" | "reject";
  readonly isFalse: boolean;
}

export function stage1ChecksOf(runs: readonly QuestionRun[]): Stage1Check[] {
  return runs.flatMap((run) =>
    unflagged(run.trials).flatMap((trial) => {
      if (trial.stage !== 1 || run.plan.stage1Replicates !== 1) return [];
      const stratum = stratumOf(run, trial.model, null);
      const isFalse = trial.isFeasible ? isCellInfeasible(run, trial) : isFeasibleLater(runs, run, { trial, stratum });
      return isFalse === null
        ? []
        : [{ stratum, kind: trial.isFeasible ? ("fit" as const) : ("reject" as const), isFalse }];
    }),
  );
}

function isCellInfeasible(run: QuestionRun, trial: TuneTrial): boolean | null {
  const cell = unflagged(run.trials).find(
    ({ stage, model, kvBits, maxBatch, maxContext }) =>
      stage === 2 &&
      isSameModel(model, trial.model) &&
      kvBits === null &&
      maxBatch === 1 &&
      maxContext === run.plan.targetContext,
  );
  return cell === undefined ? null : !cell.isFeasible;
}

function isFeasibleLater(
  runs: readonly QuestionRun[],
  run: QuestionRun,
  { trial, stratum }: { trial: TuneTrial; stratum: Stratum },
): boolean | null {
  const retests = runs.flatMap((other) => {
    const afterMs = Date.parse(other.startedAt) - Date.parse(run.startedAt);
    const isRetest =
      other.agentId === run.agentId && other.plan.stage1Replicates >= 3 && afterMs > 0 && afterMs <= RETEST_MS;
    if (!isRetest) return [];
    return unflagged(other.trials).filter(
      ({ stage, model }) =>
        stage === 1 && isSameModel(model, trial.model) && stratumOf(other, model, null).key === stratum.key,
    );
  });
  return retests.length === 0 ? null : retests.some(({ isFeasible }) => isFeasible);
}

/** OQ-D: by the worse of false fits and false rejects, each judged from 20 checks on: at most 5 % keeps one replicate, above 15 % asks for three. */
export function judgeStage1Replicates(
  checks: readonly Pick<Stage1Check, "kind" | "isFalse">[],
): QuestionAnswer<"one" | "two" | "three"> {
  const shares = (["fit", "reject"] as const).flatMap((kind) => {
    const mine = checks.filter((check) => check.kind === kind);
    return mine.length < LEAST_CHECKS ? [] : [mine.filter(({ isFalse }) => isFalse).length / mine.length];
  });
  if (shares.length === 0) return { n: checks.length, value: null, verdict: "not_enough_data" };
  const value = Math.max(...shares);
  const verdict = value > THREE_SHARE ? "three" : value > KEEP_SHARE ? "two" : "one";
  return { n: checks.length, value, verdict };
}
