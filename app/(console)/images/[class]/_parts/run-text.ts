import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

type Run = RouterOutputs["images"]["runs"]["rows"][number];

const WHY_NOT = new Map([
  ["pass_through", "copied unchanged, not rated"],
  ["full_size", "full size, for download, not rated"],
  ["no_pixels", "not rateable here: its pixels are not here"],
  ["replay", "a replay, not rated"],
  ["confirmation", "of a blind confirmation, judged there only"],
  ["gold", "half of a gold pair, which checks the raters"],
]);

/** State, score and marks of a run in one line. */
export function runText(
  row: Pick<
    Run,
    | "state"
    | "ratings"
    | "meanScore"
    | "inherited"
    | "notRateable"
    | "errorReason"
    | "isClassCorrected"
    | "isShaMismatch"
    | "warnings"
  >,
): string {
  const score =
    row.meanScore === null
      ? row.notRateable === null
        ? "not rated yet"
        : (WHY_NOT.get(row.notRateable) ?? row.notRateable)
      : `${row.meanScore.toFixed(2)} of 5, n = ${row.ratings}`;
  const parts = [
    row.state === "done" ? score : row.state,
    row.inherited === null
      ? null
      : `same pixels as ${row.inherited.label}: ${row.inherited.meanScore.toFixed(2)} of 5, n = ${row.inherited.ratings}, inherited`,
    row.errorReason,
    row.isClassCorrected ? "its class was corrected: not tuned on" : null,
    row.isShaMismatch ? "its recipe sha does not match: not tuned on" : null,
    ...row.warnings.map((words) => `warning: ${words}`),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
