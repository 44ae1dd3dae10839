import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../host/environment.ts";

const KEPT_DAYS = 30;
const TAIL_BYTES = 65_536;

export interface ProviderLog {
  readonly path: string;
  append(chunk: Buffer | string, stream: "stdout" | "stderr"): void;
  /** While quiet, output is held in memory: nothing is flushed between the first `t0` and the last event (M5). */
  setQuiet(isQuiet: boolean): void;
  /** The last 64 KiB of stderr, for the integrity classifier and B51's tail (B46). */
  stderrTail(): string;
  close(): void;
}

/** `$XDG_CACHE_HOME` or `~/.cache`, then `espalier/autotune-logs` (B20). */
export function providerLogFolder(environment: Environment): string {
  const cache = environment["XDG_CACHE_HOME"] ?? join(environment["HOME"] ?? "/tmp", ".cache");
  return join(cache, "espalier", "autotune-logs");
}

export interface LogName {
  readonly model: string;
  readonly port: number;
  readonly wallMs: number;
  readonly uuid: string;
}

/** `<safe-model>-<port>-<unix-ts>-<uuid8>.log`. */
function providerLogName(name: LogName): string {
  const safe = name.model.replace(/[^A-Za-z0-9._-]/g, "-");
  return `${safe}-${name.port}-${Math.floor(name.wallMs / 1000)}-${name.uuid.slice(0, 8)}.log`;
}

/** Opens the log a provider's output is teed to; `onText` also gets the text, for the run's live log. */
export function openProviderLog(folder: string, name: LogName, onText: (text: string) => void): ProviderLog {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, providerLogName(name));
  const file = openSync(path, "ax", 0o600);
  let tail: Buffer = Buffer.alloc(0);
  let held: Buffer[] = [];
  let isOpen = true;
  let isQuietNow = false;
  const flush = () => {
    const bytes = Buffer.concat(held);
    held = [];
    if (!isOpen || bytes.length === 0) return;
    writeSync(file, bytes);
    onText(bytes.toString("utf8"));
  };
  return {
    path,
    append: (chunk, stream) => {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      held.push(bytes);
      if (stream === "stderr") tail = Buffer.concat([tail, bytes]).subarray(-TAIL_BYTES);
      if (!isQuietNow) flush();
    },
    setQuiet: (isQuiet) => {
      isQuietNow = isQuiet;
      if (!isQuiet) flush();
    },
    stderrTail: () => tail.toString("utf8"),
    close: () => {
      flush();
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

/** Removes provider logs older than 30 days (B20). */
export function dropOldLogs(folder: string, wallMs: number): void {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return;
  }
  for (const name of names.filter((entry) => entry.endsWith(".log"))) {
    const path = join(folder, name);
    const age = statSync(path, { throwIfNoEntry: false });
    if (age !== undefined && wallMs - age.mtimeMs > KEPT_DAYS * 86_400_000) rmSync(path, { force: true });
  }
}
