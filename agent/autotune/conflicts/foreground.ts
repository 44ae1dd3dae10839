import { basename } from "node:path";
import type { ProcessRow } from "../../host/ps-listing.ts";

const PROVIDER_NAMES = new Set(["espalier", "macprovider-cli"]);

/** B29: the basename equals a provider's, directly followed by the exact element `serve`, and `autotune` is no element. */
export function isServeArgv(argv: readonly string[]): boolean {
  if (argv.includes("autotune")) return false;
  return argv.some((part, index) => PROVIDER_NAMES.has(basename(part)) && argv[index + 1] === "serve");
}

export interface ServingProcesses {
  /** Serving client traffic: a conflict. */
  readonly foreground: readonly ProcessRow[];
  /** Candidates of other state folders' runs: their trials share this machine. */
  readonly candidates: readonly ProcessRow[];
}

/** Splits the serving processes of a listing; `ownPids` are this run's own and never count (B29). */
export function findServing(rows: readonly ProcessRow[], ownPids: ReadonlySet<number>): ServingProcesses {
  const byPid = new Map(rows.map((row) => [row.pid, row]));
  const serving = rows.filter((row) => !row.isZombie && !ownPids.has(row.pid) && isServeArgv(row.argv));
  const isCandidate = (row: ProcessRow) => byPid.get(row.parentPid)?.argv.includes("autotune") === true;
  return {
    foreground: serving.filter((row) => !isCandidate(row)),
    candidates: serving.filter(isCandidate),
  };
}

/** B103: its living parent is an agent, `espalier run`. */
export function isRunByAgent(row: ProcessRow, rows: readonly ProcessRow[]): boolean {
  const parent = rows.find(({ pid }) => pid === row.parentPid)?.argv ?? [];
  return parent.some((part, index) => basename(part) === "espalier" && parent[index + 1] === "run");
}
