import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import { signed } from "./board-text.ts";

type Board = RouterOutputs["images"]["leaderboard"]["boards"][number];
type Crown = Board["crown"];
type Entry = Board["entries"][number];

const short = (sha: string): string => sha.slice(0, 8);

/** The word beside the leader; null where nobody is crowned. */
export function crownWord({ kind }: Crown): string | null {
  switch (kind) {
    case "none":
      return null;
    case "only":
      return "only entry";
    case "joint":
      return "joint crown";
    case "dashed":
      return "crown, fragile";
    case "dotted":
      return "crown, unconfirmed";
    case "solid":
      return "crown, solid";
    case "unchecked":
      return "crown";
  }
}

/** What the crown says (console.md, section 6): the gap, what the lead hangs on, or with whom it is shared. */
export function crownText({
  crown,
  gap,
  scores,
  verdicts,
}: Pick<Board, "crown" | "gap" | "scores" | "verdicts">): string {
  const lead =
    gap === null
      ? ""
      : `≈ ${signed(gap.mean)} stars above the next, 95 % interval ${signed(gap.lower)} to ${signed(gap.upper)}, n = ${scores + verdicts}`;
  switch (crown.kind) {
    case "none":
      return "";
    case "only":
      return "Only entry.";
    case "joint":
      return `Tied with ${crown.others.map(short).join(", ")}.`;
    case "dashed": {
      const what = crown.by === "rater" ? "one of its raters" : `one rating of image ${short(crown.input ?? "")}`;
      return `Fragile: without ${what}, ${short(crown.other)} leads; ${lead}.`;
    }
    case "dotted":
      return `Unconfirmed: ${crown.raters === 1 ? "one person" : `${crown.raters} people`} rated here, and three tell whether a lead is more than one person's taste; ${lead}.`;
    case "solid":
      return `Solid, with or without any one rating or rater: ${lead}.`;
    case "unchecked":
      return `Leads by ${lead}; whether that hangs on one rating is not worked out on a board this long.`;
  }
}

/** A lead that hangs on one rating or rater: more ratings settle it, on a board that the bench rates for (E5). */
export const isSettledByRating = ({ crown, mode }: Pick<Board, "crown" | "mode">): boolean =>
  crown.kind === "dashed" && mode === "blind";

/** The crown's word beside a recipe: of the leader, and of each recipe equal to it. */
export function crownOf({ recipeSha, rank }: Pick<Entry, "recipeSha" | "rank">, crown: Crown): string | null {
  const isEqual = crown.kind === "joint" && crown.others.includes(recipeSha);
  return rank === 1 || isEqual ? crownWord(crown) : null;
}
