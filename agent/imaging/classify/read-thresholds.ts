import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { overrideThresholds, shippedThresholds, type Thresholds } from "../../../core/imaging/classify/thresholds.ts";
import { CommandError } from "../../commands/command-error.ts";
import type { Environment } from "../../host/environment.ts";

/** IM7: what ships, under `$XDG_CONFIG_HOME/espalier/classify.toml` where there is one. Throws CommandError 78, 74 when it cannot be read. */
export async function readThresholds(environment: Environment): Promise<Thresholds> {
  const base = environment["XDG_CONFIG_HOME"] ?? join(environment["HOME"] ?? homedir(), ".config");
  const path = join(base, "espalier", "classify.toml");
  const text = await readText(path);
  if (text === null) return shippedThresholds();
  const answer = overrideThresholds(text);
  if (answer.ok) return answer.thresholds;
  throw new CommandError("bad_config", `${path}: ${answer.problem}`, { fix: `correct ${path} or remove it` });
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR")) return null;
    throw new CommandError("io_error", `${path} cannot be read`, { cause });
  }
}
