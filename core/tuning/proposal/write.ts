import type { Step } from "../reading/record.ts";
import type { TuningRecipe } from "../recipe.ts";
import type { TuneProposal } from "../tune/outcome.ts";
import { type Edit, editValues } from "./edit-values.ts";
import { headerLines } from "./header.ts";
import { stripProposal } from "./strip.ts";
import { tableLines } from "./table.ts";

/** The text of `<class>.next.toml`: header, the live text with only the changed values edited, the table at the end (TU42, TU46). */
export function proposalText(recipe: TuningRecipe, proposal: TuneProposal): string {
  const body = textWith(recipe, proposal.candidate);
  const end = body === "" || body.endsWith("\n") ? "" : "\n";
  return `${headerLines(proposal).join("\n")}\n${body}${end}\n${tableLines(proposal).join("\n")}\n`;
}

/** The recipe's text with only the values edited that differ in the given steps, without header and table of an earlier promotion (TU46). */
export function textWith(recipe: TuningRecipe, steps: readonly Step[]): string {
  return editValues(stripProposal(recipe.text), editsOf(recipe, steps));
}

function editsOf(recipe: TuningRecipe, candidate: readonly Step[]): Edit[] {
  return candidate.flatMap((step, index) => {
    const path = recipe.paths[index];
    if (path === undefined) return [];
    return Object.entries(step.args).flatMap(([param, value]) => {
      const isChanged = typeof value === "number" && recipe.steps[index]?.args[param] !== value;
      return isChanged ? [{ path: [...path, param], value }] : [];
    });
  });
}
