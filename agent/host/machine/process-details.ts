import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { runCommand } from "../run-command.ts";

const QUICK_MS = 5000;

/** The working folder of a process, null when it cannot be read. */
export async function processFolder(pid: number): Promise<string | null> {
  if (process.platform === "linux") return linkOf(`/proc/${pid}/cwd`);
  const result = await runCommand({ argv: ["lsof", "-a", "-p", String(pid), "-d", "cwd", "-Fn"], timeoutMs: QUICK_MS });
  return folderOfLsof(result.stdout);
}

/** The `n` field of `lsof -Fn`. */
export function folderOfLsof(text: string): string | null {
  return (
    text
      .split("\n")
      .find((line) => line.startsWith("n/"))
      ?.slice(1) ?? null
  );
}

/** The lowest TCP port a process listens on, null when there is none or it cannot be read. */
export async function listeningPort(pid: number): Promise<number | null> {
  if (process.platform === "linux") return lowest(portsFromProc(pid));
  const argv = ["lsof", "-nP", "-a", "-p", String(pid), "-iTCP", "-sTCP:LISTEN", "-Fn"];
  return lowest(portsOfLsof((await runCommand({ argv, timeoutMs: QUICK_MS })).stdout));
}

/** Ports of the `n` fields of `lsof -Fn`, such as `n127.0.0.1:8080` or `n*:8080`. */
export function portsOfLsof(text: string): number[] {
  return text.split("\n").flatMap((line) => {
    const port = /^n.*:(\d+)$/.exec(line)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
}

function lowest(ports: readonly number[]): number | null {
  return ports.length === 0 ? null : Math.min(...ports);
}

function portsFromProc(pid: number): number[] {
  const inodes = new Set(socketsOf(pid));
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => {
    try {
      return portsOfTable(readFileSync(path, "utf8"), inodes);
    } catch {
      return [];
    }
  });
}

/** Ports in state LISTEN (0A) of the given socket inodes, from the text of `/proc/net/tcp`. */
export function portsOfTable(table: string, inodes: ReadonlySet<string>): number[] {
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const isOurs = fields[3] === "0A" && inodes.has(fields[9] ?? "");
    const port = Number.parseInt(fields[1]?.split(":").at(-1) ?? "", 16);
    return isOurs && Number.isInteger(port) ? [port] : [];
  });
}

function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`) ?? "")?.[1];
      return inode === undefined ? [] : [inode];
    });
  } catch {
    return [];
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
