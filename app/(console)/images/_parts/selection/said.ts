const pictures = (count: number): string => (count === 1 ? "1 picture" : `${count} pictures`);

/** What marking did; `changed` is how many pictures were otherwise before. */
export function flagSaid(changed: number, isUnusable: boolean): string {
  const state = isUnusable ? "unusable" : "usable";
  if (changed === 0) return `All of them were ${state} already.`;
  return `${pictures(changed)} ${changed === 1 ? "is" : "are"} ${isUnusable ? "marked unusable" : "usable again"}.`;
}

/** What a correction did, and the way back (H-32). */
export function correctionSaid(corrected: number, label: string): { title: string; description?: string } {
  if (corrected === 0) return { title: `All of them were ${label} already.` };
  return {
    title: `${pictures(corrected)} ${corrected === 1 ? "is" : "are"} ${label} now.`,
    description: "To take it back, correct to the former class; the latest correction counts.",
  };
}
