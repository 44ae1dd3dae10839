import { z } from "zod";
import { EngineCapability } from "../../core/serving/capability.ts";
import { runCommand } from "../host/run-command.ts";

/** What `espalier engines --json` prints. */
export const EngineReading = z.object({
  engines: z.array(EngineCapability),
  workingSetBytes: z.int().nullable().default(null),
  missing: z.array(z.object({ engine: z.string(), reason: z.string() })).default([]),
});
export type EngineReading = z.infer<typeof EngineReading>;

const TIMEOUT_MS = 60_000;

/** Reads the engines of this machine in a child, so that the daemon loads no native code; what fails is named as missing. */
export async function readEngines(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<EngineReading> {
  const result = await runCommand({ argv: [...command, "engines", "--json"], timeoutMs: TIMEOUT_MS, env });
  try {
    const parsed = EngineReading.safeParse(JSON.parse(result.stdout));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to the one answer for every kind of unusable output.
  }
  const reason = result.hasTimedOut ? "its engines did not answer in time" : `exit code ${result.code}`;
  const missing = [{ engine: "embedded", reason: result.stderr.trim().slice(0, 300) || reason }];
  return { engines: [], workingSetBytes: null, missing };
}
