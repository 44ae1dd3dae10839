import type { RunErrorReason } from "./parts.ts";

/** Another machine or another day reads such a picture no better. */
const OF_THE_PICTURE: readonly string[] = ["truncated", "unsupported_format", "pixel_limit"] satisfies RunErrorReason[];

const MOST_CHARACTERS = 300;

/** Why an agent could not read a picture: a reason of 6.1 and, where there are any, the agent's words (IM45). */
export function inputProblem(reason: RunErrorReason, detail: string | null): string {
  const words = detail?.replace(/\s+/g, " ").trim() ?? "";
  return words === "" ? reason : `${reason}: ${words}`.slice(0, MOST_CHARACTERS);
}

/** False where the machine may be to blame: time, memory, a crash. */
export function isPictureAtFault(problem: string): boolean {
  return OF_THE_PICTURE.includes(problem.split(":", 1)[0] ?? "");
}
