/** Where a row of this run is shown; the address is the view (H-01). */
export function trialHref(trialLocalId: number | string): string {
  return `?tab=trials&trial=${trialLocalId}`;
}
