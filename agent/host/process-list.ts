import { readdirSync, readFileSync } from "node:fs";
import { type ProcessRow, parsePsListing } from "./ps-listing.ts";
import { runCommand } from "./run-command.ts";

const PAGE_BYTES = 4096;
let bootId: string | null = null;

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function boot(): string {
  bootId ??= (readText("/proc/sys/kernel/random/boot_id") ?? "").slice(0, 8);
  return bootId;
}

/** Parses `/proc/<pid>/stat`; the command name may hold spaces and parentheses, so fields count from the last `)`. */
export function parseProcStat(stat: string, argvText: string, bootTag: string): ProcessRow | null {
  const open = stat.indexOf("(");
  const close = stat.lastIndexOf(")");
  if (open < 0 || close < open) return null;
  const pid = Number(stat.slice(0, open).trim());
  const fields = stat
    .slice(close + 1)
    .trim()
    .split(/\s+/);
  const [state, parent, group] = fields;
  const start = fields[19];
  const pages = Number(fields[21]);
  if (state === undefined || start === undefined || !Number.isInteger(pid) || pid < 1) return null;
  const argv = argvText.split("\0");
  if (argv.at(-1) === "") argv.pop();
  return {
    pid,
    parentPid: Number(parent),
    groupId: Number(group),
    startTime: `${bootTag}:${start}`,
    isZombie: state === "Z" || state === "X",
    argv,
    residentBytes: Number.isFinite(pages) ? pages * PAGE_BYTES : null,
  };
}

function readProc(pid: number): ProcessRow | null {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return null;
  return parseProcStat(stat, readText(`/proc/${pid}/cmdline`) ?? "", boot());
}

const PS = ["ps", "-ww", "-o", "pid=,ppid=,pgid=,stat=,rss=,lstart=,command="] as const;

async function listWithPs(selection: readonly string[]): Promise<ProcessRow[]> {
  const result = await runCommand({ argv: [...PS, ...selection], timeoutMs: 5000 });
  return parsePsListing(result.stdout);
}

/** Every process this one can see. Rows that vanish or cannot be read are left out (B29). */
export async function listProcesses(): Promise<ProcessRow[]> {
  if (process.platform !== "linux") return listWithPs(["-ax"]);
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? (readProc(Number(name)) ?? []) : []));
}

/** One process, null when it is gone or only waits to be reaped. */
export async function readProcess(pid: number): Promise<ProcessRow | null> {
  const row = process.platform === "linux" ? readProc(pid) : (await listWithPs(["-p", String(pid)]))[0];
  return row === undefined || row === null || row.isZombie ? null : row;
}

/** True when that very process is alive: a reused pid has another start time. */
export async function isProcessAlive(pid: number, startTime: string | null): Promise<boolean> {
  const row = await readProcess(pid);
  return row !== null && (startTime === null || row.startTime === startTime);
}

/** The living members of a process group. */
export async function listGroup(groupId: number): Promise<ProcessRow[]> {
  return (await listProcesses()).filter((row) => row.groupId === groupId && !row.isZombie);
}

/** A process group and every living descendant of it, such as an engine child in a group of its own. */
export async function listTree(groupId: number): Promise<ProcessRow[]> {
  const alive = (await listProcesses()).filter((row) => !row.isZombie);
  const tree = new Map(alive.filter((row) => row.groupId === groupId).map((row) => [row.pid, row]));
  for (let size = -1; size !== tree.size; ) {
    size = tree.size;
    for (const row of alive) if (tree.has(row.parentPid)) tree.set(row.pid, row);
  }
  return [...tree.values()];
}

/** True when none of these very processes is alive any more. */
export async function areAllGone(rows: readonly Pick<ProcessRow, "pid" | "startTime">[]): Promise<boolean> {
  const alive = await Promise.all(rows.map((row) => isProcessAlive(row.pid, row.startTime)));
  return !alive.includes(true);
}
