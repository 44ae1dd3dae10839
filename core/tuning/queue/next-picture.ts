import type { RandomSource } from "../sampling/mulberry32.ts";
import { drawSpaced } from "./spacing.ts";

/** An unrated run that may be shown next. */
export interface WaitingRun {
  readonly runId: string;
  /** Hash of its input. */
  readonly input: string;
  /** √v of its arguments in stars, null before a first fit. */
  readonly spread: number | null;
  /** Ratings its input has, over all its runs. */
  readonly inputRatings: number;
  readonly isPartnerRated: boolean;
}

/** Why a picture came next: the largest term of TU29, or chance. */
type PictureTerm = "uncertain-arguments" | "few-ratings-of-input" | "partner-rated" | "random";

export interface PictureQueue {
  readonly waiting: readonly WaitingRun[];
  /** Inputs of the pictures shown before, oldest first; the last five never return. */
  readonly shown: readonly string[];
  readonly random: RandomSource;
}

export type NextPicture =
  | { kind: "chosen"; runId: string; term: PictureTerm }
  /** Every waiting run is of an input shown within the last five pictures. */
  | { kind: "spaced" }
  | { kind: "empty" };

const ENOUGH_RATINGS = 3;

/** The run to rate next, with the term that chose it (TU29); one in ten is drawn at random. */
export function nextPicture({ waiting, shown, random }: PictureQueue): NextPicture {
  const widest = Math.max(0, ...waiting.map(({ spread }) => spread ?? 0));
  const ranked = waiting.map((run) => ({ run, input: run.input, id: run.runId, ...priorityOf(run, widest) }));
  const drawn = drawSpaced(ranked, { shown, random });
  if (typeof drawn === "string") return { kind: drawn };
  const { item, isRandom } = drawn;
  return { kind: "chosen", runId: item.id, term: isRandom ? "random" : item.term };
}

function priorityOf(run: WaitingRun, widest: number): { priority: number; term: PictureTerm } {
  const uncertain = widest === 0 ? 0 : 0.5 * ((run.spread ?? 0) / widest);
  const few = 0.3 * Math.max(0, 1 - run.inputRatings / ENOUGH_RATINGS);
  const partner = run.isPartnerRated ? 0.2 : 0;
  const priority = uncertain + few + partner;
  if (uncertain > 0 && uncertain >= few && uncertain >= partner) return { priority, term: "uncertain-arguments" };
  return { priority, term: partner > few ? "partner-rated" : "few-ratings-of-input" };
}
