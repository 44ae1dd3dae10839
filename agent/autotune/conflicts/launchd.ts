/** B28: labels a managed provider may carry besides the configured one. */
export const FOREIGN_PROVIDER_LABELS = ["live.streamvc.macprovider", "live.malibu.provider"] as const;

export const DEFAULT_PROVIDER_LABEL = "dev.espalier.provider";

export interface LaunchdService {
  readonly label: string;
  /** Null when the service is loaded but not running. */
  readonly pid: number | null;
}

/** The first service of `launchctl list` output whose row has a field equal to one of the labels (B28). */
export function findService(listing: string, labels: readonly string[]): LaunchdService | null {
  for (const label of labels) {
    for (const line of listing.split("\n")) {
      const fields = line.trim().split(/\s+/);
      if (!fields.includes(label)) continue;
      const pid = Number(fields[0]);
      return { label, pid: Number.isInteger(pid) && pid > 0 ? pid : null };
    }
  }
  return null;
}
