import { compareWinners } from "../../../../../core/tuning/statistics/rater-winners.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";

export type Agreement = Pick<RouterOutputs["ratings"]["agreement"], "alpha" | "word" | "winners">;
type Winner = Agreement["winners"][number];

const SHORT = 12;

/** One rater's winner of a class with its comparisons. */
export function winnerLine({ name, class: label, recipeSha, wins, ties, losses }: Winner): string {
  const record = `${wins} won, ${ties} tied, ${losses} lost`;
  return recipeSha === null
    ? `${label}, ${name}: no recipe is ahead (${record})`
    : `${label}, ${name}: ${recipeSha.slice(0, SHORT)} wins (${record})`;
}

/** How far raters agree, in words; where it is not enough it says whether they differ in who wins (TU33). */
export function agreementLine({ alpha, word, winners }: Agreement): string {
  if (alpha === null) return "No picture has scores of two raters yet.";
  const line = `Krippendorff's α is ${alpha.toFixed(3)}: ${word}.`;
  if (word !== "not enough") return line;
  const { compared, split } = compareWinners(winners);
  if (split.length > 0) {
    return `${line} Raters put different recipes first in ${split.join(", ")}: it may be taste rather than noise.`;
  }
  return compared.length === 0
    ? `${line} No class has a winner of two raters yet, so taste and noise cannot be told apart.`
    : `${line} Raters put the same recipe first in ${compared.join(", ")}, so they differ in how much, not in which.`;
}
