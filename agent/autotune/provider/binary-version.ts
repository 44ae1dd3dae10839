import { AGENT_VERSION } from "../../host/agent-version.ts";

/** What a run knows of its provider: its engine and version, or the version another provider binary prints of itself. */
export interface ProviderVersions {
  readonly engine: string | null;
  readonly engineVersion: string | null;
  readonly own: string | null;
}

/** A45: another provider's own version unchanged, else `<espalier version>+<engine>.<engine version>`, odd characters as `-`, an unreadable version as `unknown`. */
export function binaryVersionOf({ engine, engineVersion, own }: ProviderVersions): string {
  if (own !== null) return own;
  const text = `${AGENT_VERSION}+${engine ?? "unknown"}.${engineVersion ?? "unknown"}`;
  return text.replace(/[^0-9A-Za-z.+-]/g, "-");
}
