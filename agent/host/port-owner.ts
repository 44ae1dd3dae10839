import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { runCommand } from "./run-command.ts";

/** True when nothing listens on the loopback port: asked of the kernel by binding it for a moment. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The pid listening on a loopback port, null when free or not determinable (B23). */
export async function portOwner(port: number): Promise<number | null> {
  if (process.platform === "linux") return ownerFromProc(port);
  const result = await runCommand({ argv: ["lsof", "-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], timeoutMs: 5000 });
  const pid = Number(result.stdout.split("\n")[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

function ownerFromProc(port: number): number | null {
  const inodes = new Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => listeningInodes(path, port)));
  if (inodes.size === 0) return null;
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name) && ownsSocket(name, inodes)) return Number(name);
  }
  return null;
}

function listeningInodes(path: string, port: number): string[] {
  try {
    return inodesListeningOn(readFileSync(path, "utf8"), port);
  } catch {
    return [];
  }
}

/** Socket inodes in state LISTEN (0A) on a port, from the text of `/proc/net/tcp`. */
export function inodesListeningOn(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    return fields[1]?.endsWith(suffix) === true && fields[3] === "0A" && inode !== undefined ? [inode] : [];
  });
}

function ownsSocket(pid: string, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const match = /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`));
      return match?.[1] !== undefined && inodes.has(match[1]);
    });
  } catch {
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
