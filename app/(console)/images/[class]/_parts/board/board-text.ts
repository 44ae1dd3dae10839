import { agreementWord } from "../../../../../../core/tuning/statistics/agreement-words.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";

type Board = RouterOutputs["images"]["leaderboard"]["boards"][number];
type Entry = Board["entries"][number];

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** Stars with their sign: `+0.22`, `−0.28`. */
export function signed(stars: number): string {
  const text = Math.abs(stars).toFixed(2);
  if (text === "0.00") return text;
  return `${stars < 0 ? "−" : "+"}${text}`;
}

/** What was compared: "Blind ratings at 1,600 px". */
export function boardTitle({ mode, workingSize }: Pick<Board, "mode" | "workingSize">): string {
  const size = workingSize === "full" ? "full size" : `${workingSize.toLocaleString("en-US")} px`;
  return `${mode === "blind" ? "Blind" : "Open"} ratings at ${size}`;
}

/** Who leads and how surely, with its n; an estimate says so. */
export function boardSentence({
  entries,
  needed,
  scores,
  verdicts,
  leftOut,
}: Omit<Board, "mode" | "workingSize" | "crown" | "gap">) {
  const [first] = entries;
  const n = `${count(scores, "score")} and ${count(verdicts, "blind verdict")}`;
  const rest = leftOut === 0 ? "" : ` ${count(leftOut, "less rated recipe")} ${leftOut === 1 ? "is" : "are"} left out.`;
  if (first?.effect == null) return `No recipe has the ${needed} rated runs that a place needs; ${n}.${rest}`;
  if (entries.filter(({ effect }) => effect !== null).length === 1)
    return `${first.recipeSha.slice(0, 8)} is the only recipe with a place: nothing is compared yet; ${n}.${rest}`;
  const [, last] = first.rankRange ?? [1, 1];
  const surely = last === 1 ? "surely first" : `not surely first: ranks 1 to ${last} are possible`;
  return `${first.recipeSha.slice(0, 8)} leads at ≈ ${signed(first.effect.mean)} stars, ${surely}; ${n}.${rest}`;
}

/** The place with the places that are possible, or how far it is from one. */
export function rankText({ rank, rankRange, runs }: Entry, needed: number): string {
  if (rank === null || rankRange === null) return `${runs} of ${needed}`;
  const [best, worst] = rankRange;
  return best === worst ? `${rank}` : `${rank} (${best} to ${worst})`;
}

/** What the figures of a recipe rest on. */
export const evidenceText = ({ runs, inputs, raters }: Entry): string =>
  `n = ${count(runs, "run")}, ${count(inputs, "image")}, ${count(raters, "rater")}`;

/** Krippendorff's α with its word (TU33). */
export const agreementText = (alpha: number | null): string =>
  alpha === null ? "one rater a run" : `α ${alpha.toFixed(2)}, ${agreementWord(alpha)}`;

/** Blind wins and losses, then the share won against live. */
export function verdictText({ wins, losses, ties, winRate }: Entry): string {
  const blind = wins + losses + ties === 0 ? "no blind verdict" : `${wins} won, ${losses} lost, ${ties} tied`;
  return winRate === null ? blind : `${blind}; ${Math.round(100 * winRate)} % of comparisons with live won`;
}
