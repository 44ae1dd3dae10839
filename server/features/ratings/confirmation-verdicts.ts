import type { ConfirmationSize } from "../../../core/imaging/record/parts.ts";
import { type ConfirmationVerdict, confirmationValue } from "../../../core/tuning/confirmation/input-values.ts";
import { type ConfirmationState, judgeConfirmation } from "../../../core/tuning/confirmation/judge-confirmation.ts";
import type { Db, Tx } from "../../platform/app.ts";
import { blindVerdicts, drawnPairs } from "./confirmation-repo.ts";

interface Named {
  orgId: string;
  confirmationId: string;
}

/** What counts in a confirmation: standing verdicts of blind sittings of this console on the two runs of an input as drawn, in the order they were given; imported ones decide nothing here (TU40). */
export async function confirmationVerdicts(tx: Db | Tx, of: Named): Promise<ConfirmationVerdict[]> {
  const byRuns = new Map((await drawnPairs(tx, of)).map((pair) => [`${pair.liveRun} ${pair.candidateRun}`, pair]));
  return (await blindVerdicts(tx, of)).flatMap(({ leftRun, rightRun, raterId: rater, verdict, shownLeft }) => {
    if (shownLeft !== "live" && shownLeft !== "candidate") return [];
    const [live, candidate] = shownLeft === "live" ? [leftRun, rightRun] : [rightRun, leftRun];
    const pair = byRuns.get(`${live} ${candidate}`);
    if (pair === undefined) return [];
    if (verdict !== "left" && verdict !== "right" && verdict !== "tie" && verdict !== "not_sure") return [];
    return [{ input: pair.inputBlake3, rater, value: confirmationValue(verdict, shownLeft) }];
  });
}

/** Where a confirmation stands by its verdicts alone, whatever its row says yet: the verdict that decides has decided at once (TU40). */
export async function confirmationCourse(tx: Db | Tx, of: Named & { n: ConfirmationSize }): Promise<ConfirmationState> {
  const { n, ...named } = of;
  const order = (await drawnPairs(tx, named)).filter(({ isReplaced }) => !isReplaced).map((pair) => pair.inputBlake3);
  return judgeConfirmation({ n, order, verdicts: await confirmationVerdicts(tx, named) });
}
