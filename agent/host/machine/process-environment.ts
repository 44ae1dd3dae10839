import { readFileSync } from "node:fs";
import { runCommand } from "../run-command.ts";

const QUICK_MS = 5000;
/** TH10: never handed to a child, whoever set them. */
const DENIED = /^(DYLD_.*|NODE_OPTIONS|BASH_ENV)$/;
const NAME = "[A-Za-z_][A-Za-z0-9_]*=";

/** The environment a process was started with, null when it cannot be read. It may hold secrets: never log, show or upload it. */
export async function processEnvironment(pid: number): Promise<Record<string, string> | null> {
  if (process.platform === "linux") return fromProc(pid);
  const [shown, plain] = await Promise.all([listed(pid, ["-E"]), listed(pid, [])]);
  return environmentOfPs(shown, plain);
}

function fromProc(pid: number): Record<string, string> | null {
  try {
    return environmentOfProc(readFileSync(`/proc/${pid}/environ`, "utf8"));
  } catch {
    return null;
  }
}

/** The text of `/proc/<pid>/environ`; null when it is empty, as that of a process about to end is. */
export function environmentOfProc(text: string): Record<string, string> | null {
  return allowed(text.split("\0"));
}

async function listed(pid: number, flags: readonly string[]): Promise<string> {
  const argv = ["ps", ...flags, "-ww", "-o", "command=", "-p", String(pid)];
  return (await runCommand({ argv, timeoutMs: QUICK_MS })).stdout.trimEnd();
}

/**
 * What `ps -E` prints after what `ps` prints without it; null when macOS shows none, as of another user's process. A value
 * that itself holds ` NAME=` is cut there: ps shows no more.
 */
export function environmentOfPs(shown: string, plain: string): Record<string, string> | null {
  if (plain === "" || !shown.startsWith(`${plain} `)) return null;
  return allowed(shown.slice(plain.length + 1).split(new RegExp(` (?=${NAME})`)));
}

function allowed(entries: readonly string[]): Record<string, string> | null {
  const pairs = entries.flatMap((entry): [string, string][] => {
    const at = entry.indexOf("=");
    return at < 1 ? [] : [[entry.slice(0, at), entry.slice(at + 1)]];
  });
  return pairs.length === 0 ? null : Object.fromEntries(pairs.filter(([name]) => !DENIED.test(name)));
}
