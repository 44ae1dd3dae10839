import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DEFAULT_POLICY } from "../../core/policy/local-policy.ts";

/** Writes the house agent's first policy file, which adds tool-evaluate and repair; a file that exists stays as it is (LP1). */
export function ensureHousePolicy(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const jobs = [...DEFAULT_POLICY.jobs, "tool-evaluate", "repair"].join(", ");
  writeFileSync(path, `version: 1\njobs: [${jobs}]\n`, { mode: 0o600, flag: "wx" });
}
