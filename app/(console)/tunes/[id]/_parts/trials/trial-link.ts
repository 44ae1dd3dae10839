/** Where a row of this run is shown; the address is the view (H-01). */
export function trialHref(trialLocalId: number | string): string {
  return `?tab=trials&trial=${trialLocalId}`;
}

/** Where a visit of this run is shown. */
export function visitHref(seq: number): string {
  return `?tab=trials&visit=${seq}`;
}

const TRIAL = /^trial-(\d+)$/;

/** Where a chart's row leads: to the stored trial it is about; undefined where it is about none. */
export function rowHref(row: { subject?: string }): string | undefined {
  const localId = TRIAL.exec(row.subject ?? "")?.[1];
  return localId === undefined ? undefined : trialHref(localId);
}
