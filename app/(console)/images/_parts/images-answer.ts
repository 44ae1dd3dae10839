import { PICTURES_AT_ONCE } from "../../../../core/imaging/at-once.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";

type Overview = RouterOutputs["images"]["overview"];

const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`;

/** "How good is each class?" in one sentence: the best known mean, then what is missing. */
export function imagesAnswer(overview: Pick<Overview, "classes" | "inputs" | "unratedRuns" | "orphanRatings">): string {
  if (overview.inputs === 0) return "No picture is here yet, so nothing is known of any class.";
  const rated = overview.classes.filter((one) => one.mean !== null).sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
  const [best] = rated;
  const lead =
    best === undefined
      ? `${count(overview.inputs, "picture")}, none rated yet`
      : `${rated.length} of ${count(overview.classes.length, "class", "classes")} rated, over ${count(overview.inputs, "picture")}; best is ${best.label} at ${(best.mean ?? 0).toFixed(2)}`;
  const open =
    overview.unratedRuns === 0 ? "" : `; ${count(overview.unratedRuns, "run waits", "runs wait")} for a rating`;
  const orphans = overview.orphanRatings === 0 ? "" : `; ${count(overview.orphanRatings, "rating")} without a run`;
  return `${lead}${open}${orphans}.`;
}

/** H-57: what an action on a selection will touch. */
export const appliesTo = (n: number): string => `applies to ${count(n, "image")}`;

/** The pictures one batch can take of those that are to run, and what is said of the others; null where there are none. */
export function firstBatch(inputs: readonly string[]): { inputs: readonly string[]; rest: string | null } {
  const rest = inputs.length - PICTURES_AT_ONCE;
  if (rest <= 0) return { inputs, rest: null };
  const said = `The first ${PICTURES_AT_ONCE.toLocaleString("en-US")} of ${count(inputs.length, "image")}, as one batch takes no more; the others stay here for the next.`;
  return { inputs: inputs.slice(0, PICTURES_AT_ONCE), rest: said };
}
