/** What a row about a stored trial is about, the same in every chart of the page (H-43). */
export function trialSubject(trialLocalId: number): string {
  return `trial-${trialLocalId}`;
}
