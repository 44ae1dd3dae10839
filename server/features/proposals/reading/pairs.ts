import { confirmationValue } from "../../../../core/tuning/confirmation/input-values.ts";
import type { Db } from "../../../platform/app.ts";
import { type ConfirmationRecord, type ProposalRecord, thumbsOfRuns, type VerdictRow, verdictsOf } from "../repo.ts";
import type { ProposalPage, ShownPair } from "../schema.ts";
import type { JudgedPair, StoredTune } from "../stored-tune.ts";

const SHOWN = 5;

interface PairsOf {
  readonly row: ProposalRecord;
  readonly evidence: StoredTune | null;
  readonly confirmation: ConfirmationRecord | null;
}

/** The five best and five worst pictures (TU48): of the confirmation once it has ended, else of the ratings the tune used. */
export async function readPairs(db: Db, { row, evidence, confirmation }: PairsOf): Promise<ProposalPage["pairs"]> {
  const { orgId } = row;
  const hasEnded = confirmation !== null && (confirmation.state === "passed" || confirmation.state === "failed");
  if (hasEnded) {
    const judged = judgedPairs(await verdictsOf(db, { orgId, confirmationId: confirmation.id }));
    const best = judged.filter(({ value }) => value > 0).slice(0, SHOWN);
    const worst = judged
      .filter(({ value }) => value < 0)
      .toReversed()
      .slice(0, SHOWN);
    return { from: "confirmation", ...(await show(db, orgId, { best, worst })) };
  }
  return { from: "ratings", ...(await show(db, orgId, evidence?.pairs ?? { best: [], worst: [] })) };
}

/** Verdicts by input as the mean over raters, the proposal's best first. */
function judgedPairs(verdicts: readonly VerdictRow[]): JudgedPair[] {
  const byInput = Map.groupBy(verdicts, ({ inputBlake3 }) => inputBlake3 ?? "");
  const pairs = [...byInput].flatMap(([input, given]): JudgedPair[] => {
    const values = given.flatMap((row) => stanceOf(row) ?? []);
    const first = given[0];
    if (first === undefined || values.length === 0) return [];
    const [live, other] =
      first.shownLeft === "live" ? [first.leftRun, first.rightRun] : [first.rightRun, first.leftRun];
    const value = values.reduce((sum, one) => sum + one, 0) / values.length;
    return [{ input, live, other, value, raters: new Set(given.map(({ raterId }) => raterId)).size }];
  });
  return pairs.sort((a, b) => b.value - a.value || b.raters - a.raters || (a.input < b.input ? -1 : 1));
}

function stanceOf({ verdict, shownLeft }: VerdictRow): number | null {
  if (shownLeft !== "live" && shownLeft !== "candidate") return null;
  if (verdict !== "left" && verdict !== "right" && verdict !== "tie") return null;
  return confirmationValue(verdict, shownLeft);
}

async function show(db: Db, orgId: string, { best, worst }: StoredTune["pairs"]) {
  const thumbs = await thumbsOfRuns(
    db,
    orgId,
    [...best, ...worst].flatMap(({ live, other }) => [live, other]),
  );
  const shown = (pairs: readonly JudgedPair[]): ShownPair[] =>
    pairs.flatMap(({ input, live, other, value, raters }) => {
      const [left, right] = [thumbs.get(live), thumbs.get(other)];
      if (left === undefined || right === undefined) return [];
      return [
        {
          inputBlake3: input,
          value,
          raters,
          live: { runId: left.id, recipeSha: left.recipeSha, thumbBlake3: left.thumbBlake3 },
          other: { runId: right.id, recipeSha: right.recipeSha, thumbBlake3: right.thumbBlake3 },
        },
      ];
    });
  return { best: shown(best), worst: shown(worst) };
}
