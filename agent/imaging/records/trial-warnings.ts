import { MOST_WARNINGS } from "../../../core/contract/v1/image-jobs.ts";

/** The warnings of a trial that has some, cut to what the contract takes: a long one must not keep its run from the console (IM30). */
export function trialWarnings(warnings: readonly string[]): { warnings?: string[] } {
  const cut = warnings.slice(0, MOST_WARNINGS.count).map((words) => words.slice(0, MOST_WARNINGS.letters));
  return cut.length === 0 ? {} : { warnings: cut };
}
