import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../host/make-folder.ts";
import { readProcess } from "../host/process-list.ts";

export type RunFile = { readonly remove: () => void };

export type RunFileFacts = {
  readonly port: number;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly engine: { readonly pid: number; readonly startTime: string } | null;
};

/** A26: leaves `<state>/serve-<port>.json` while the process runs, so that leftovers can be told from strangers. */
export async function writeRunFile(stateDir: string, facts: RunFileFacts): Promise<RunFile> {
  const path = join(stateDir, `serve-${facts.port}.json`);
  const own = await readProcess(process.pid);
  const body = {
    pid: process.pid,
    start_time: own?.startTime ?? "unknown",
    argv: own === null || own.argv.length === 0 ? facts.argv : own.argv,
    cwd: facts.cwd,
    engine_pid: facts.engine?.pid ?? null,
    engine_start_time: facts.engine?.startTime ?? null,
    port: facts.port,
  };
  makeFolder(stateDir);
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, `${JSON.stringify(body)}\n`, { mode: 0o600 });
  renameSync(partial, path);
  return { remove: () => rmSync(path, { force: true }) };
}
