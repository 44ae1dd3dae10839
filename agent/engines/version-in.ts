import { childEnvironment } from "../host/child-environment.ts";
import type { Environment } from "../host/environment.ts";
import { runCommand } from "../host/run-command.ts";

const VERSION_TIMEOUT_MS = 10_000;

/** The first version in what a command printed about itself, or null: `version: 7062 (9b17d74)`, `ollama version is 0.12.6`, `1.8.0`. */
export function versionIn(text: string): string | null {
  const build = /version: (\d+) \(([0-9a-f]+)\)/.exec(text);
  if (build !== null) return `b${build[1]}-${build[2]}`;
  return /\b(\d+\.\d+(?:\.\d+)?(?:[-+.][0-9A-Za-z.-]+)?)\b/.exec(text)?.[1] ?? null;
}

/** What `--version` prints, on either stream; `unknown` when it says nothing readable (A45). */
export async function printedVersion(path: string, environment: Environment): Promise<string> {
  const env = childEnvironment(environment);
  const { stdout, stderr } = await runCommand({ argv: [path, "--version"], env, timeoutMs: VERSION_TIMEOUT_MS });
  return versionIn(`${stdout}\n${stderr}`) ?? "unknown";
}
