import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineStart } from "../engines/engine.ts";
import { makeFolder } from "../host/make-folder.ts";
import { readProcess } from "../host/process-list.ts";

export type RunFile = {
  /** Names the engine child, at once and on disk before anything else happens. */
  readonly nameEngine: (start: EngineStart) => void;
  readonly remove: () => void;
};

export type RunFileFacts = { readonly port: number; readonly argv: readonly string[]; readonly cwd: string };

export function runFilePath(stateDir: string, port: number): string {
  return join(stateDir, `serve-${port}.json`);
}

/** A26: leaves `<state>/serve-<port>.json` while the process runs, so that leftovers can be told from strangers. */
export async function writeRunFile(stateDir: string, facts: RunFileFacts): Promise<RunFile> {
  const path = runFilePath(stateDir, facts.port);
  const own = await readProcess(process.pid);
  const write = (engine: EngineStart | null): void => {
    const body = {
      pid: process.pid,
      start_time: own?.startTime ?? "unknown",
      argv: own === null || own.argv.length === 0 ? facts.argv : own.argv,
      cwd: facts.cwd,
      engine_pid: engine?.pid ?? null,
      engine_start_time: engine?.startTime ?? null,
      engine_argv: engine?.argv ?? null,
      port: facts.port,
    };
    const partial = `${path}.${process.pid}.partial`;
    writeFileSync(partial, `${JSON.stringify(body)}\n`, { mode: 0o600 });
    renameSync(partial, path);
  };
  makeFolder(stateDir);
  write(null);
  return { nameEngine: write, remove: () => rmSync(path, { force: true }) };
}
