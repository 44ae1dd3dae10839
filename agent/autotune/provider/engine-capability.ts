import { z } from "zod";
import { EngineCapability } from "../../../core/serving/capability.ts";
import type { EngineName } from "../../../core/serving/engine-name.ts";
import { childEnvironment } from "../../host/child-environment.ts";
import type { Environment } from "../../host/environment.ts";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";

const Listing = z.looseObject({ engines: z.array(EngineCapability) });

/** The engine of a run, and its executable where the config names one. */
export type EngineChoice = { readonly engine: EngineName; readonly engineBin: string | null };

const TIMEOUT_MS = 30_000;

/** What this installation's engine can do, asked of a child so that the run itself loads no native code; null when it cannot say (A40). */
export async function readEngineCapability(
  { engine, engineBin }: EngineChoice,
  environment: Environment,
): Promise<EngineCapability | null> {
  const binary = engineBin === null ? [] : ["--engine-bin", engineBin];
  const result = await runCommand({
    argv: [process.execPath, ESPALIER_BINARY, "engines", "--json", "--engine", engine, ...binary],
    env: childEnvironment(environment),
    timeoutMs: TIMEOUT_MS,
  });
  const line = result.stdout.split("\n").find((text) => text.startsWith("{"));
  if (line === undefined) return null;
  try {
    const parsed = Listing.safeParse(JSON.parse(line));
    return parsed.success ? (parsed.data.engines.find((capability) => capability.engine === engine) ?? null) : null;
  } catch {
    return null;
  }
}
