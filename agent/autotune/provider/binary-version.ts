import { AGENT_VERSION } from "../../host/agent-version.ts";

/** A45: `<espalier version>+<engine>.<engine version>`, odd characters as `-`, an unreadable version as `unknown`. */
export function binaryVersionOf(engine: string | null, engineVersion: string | null): string {
  const text = `${AGENT_VERSION}+${engine ?? "unknown"}.${engineVersion ?? "unknown"}`;
  return text.replace(/[^0-9A-Za-z.+-]/g, "-");
}
