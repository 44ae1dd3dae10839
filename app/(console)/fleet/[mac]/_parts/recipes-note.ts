interface RecipeStep {
  label: string;
  change: "first" | "model" | "knobs" | "unchanged";
}

/** The history in a sentence: how many complete tunes, and when the recipe last changed. */
export function recipesNote(rows: readonly RecipeStep[]): string {
  const [newest] = rows;
  if (newest === undefined) return "No complete tune yet.";
  if (rows.length === 1) return `One complete tune so far, ${newest.label}.`;
  const changed = rows.find(({ change }) => change !== "unchanged");
  const last = changed === undefined ? "" : ` The recipe last changed with ${changed.label}.`;
  return `${rows.length} complete tunes, newest first.${last}`;
}
