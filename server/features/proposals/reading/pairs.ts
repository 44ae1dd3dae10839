import { ConfirmationSize } from "../../../../core/imaging/record/parts.ts";
import type { Db } from "../../../platform/app.ts";
import { confirmationCourse } from "../../ratings/index.ts";
import { itemsOf } from "../confirmation/confirmation-repo.ts";
import { type ConfirmationRecord, type ProposalRecord, thumbsOfRuns } from "../repo.ts";
import type { ProposalPage, ShownPair } from "../schema.ts";
import type { JudgedPair, StoredTune } from "../stored-tune.ts";

const SHOWN = 5;

interface PairsOf {
  readonly row: ProposalRecord;
  readonly evidence: StoredTune | null;
  readonly confirmation: ConfirmationRecord | null;
}

/** The five best and five worst pictures (TU48): of the confirmation once it has ended, from the very inputs its figures are of, else of the ratings the tune used. */
export async function readPairs(db: Db, { row, evidence, confirmation }: PairsOf): Promise<ProposalPage["pairs"]> {
  const { orgId } = row;
  const hasEnded = confirmation !== null && (confirmation.state === "passed" || confirmation.state === "failed");
  if (hasEnded) {
    const judged = await judgedPairs(db, orgId, confirmation);
    const best = judged.filter(({ value }) => value > 0).slice(0, SHOWN);
    const worst = judged
      .filter(({ value }) => value < 0)
      .toReversed()
      .slice(0, SHOWN);
    return { from: "confirmation", ...(await show(db, orgId, { best, worst })) };
  }
  return { from: "ratings", ...(await show(db, orgId, evidence?.pairs ?? { best: [], worst: [] })) };
}

/** The inputs of an ended confirmation, the proposal's best first. */
async function judgedPairs(db: Db, orgId: string, { id, planned }: ConfirmationRecord): Promise<JudgedPair[]> {
  const of = { orgId, confirmationId: id };
  const course = await confirmationCourse(db, { ...of, n: ConfirmationSize.parse(planned) });
  if (course.kind !== "passed" && course.kind !== "failed") return [];
  const items = new Map((await itemsOf(db, of)).map((item) => [item.inputBlake3, item]));
  const pairs = course.inputs.flatMap(({ input, value, raters }): JudgedPair[] => {
    const { liveRun: live, candidateRun: other } = items.get(input) ?? { liveRun: null, candidateRun: null };
    return live === null || other === null ? [] : [{ input, live, other, value, raters }];
  });
  return pairs.sort((a, b) => b.value - a.value || b.raters - a.raters || (a.input < b.input ? -1 : 1));
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
