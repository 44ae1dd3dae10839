/** What a person must type to act against a gate (TU50, AP5). */
export interface OverrideNeed {
  /** What stands against it, each a sentence. */
  causes: readonly string[];
  /** The name to be typed. */
  name: string;
  /** "class": what kind of name it is. */
  noun: string;
  leastReason: number;
}

/** What was typed so far. */
export interface OverrideDraft {
  name: string;
  reason: string;
}

type OverrideProblem = "none" | "name" | "reason";

/** What is still missing before the act may go on; blanks at the ends do not count. */
export function overrideProblem(need: OverrideNeed | null, draft: OverrideDraft): OverrideProblem {
  if (need === null) return "none";
  if (draft.name.trim() !== need.name) return "name";
  return draft.reason.trim().length < need.leastReason ? "reason" : "none";
}
