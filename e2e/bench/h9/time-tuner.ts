import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { root } from "../surroundings.ts";

const POLL_MS = 25;

interface Timed {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Largest resident memory, as the system kept it; null where it keeps none. */
  readonly peakMb: number | null;
}

interface Timing {
  readonly command: "tune" | "replay";
  readonly log: string;
  readonly recipeDir: string;
}

/** One `espalier tuner tune` or `replay` of color-photo as a process of its own. Throws with its messages when it fails. */
export async function timeTuner({ command, log, recipeDir }: Timing): Promise<Timed> {
  const binary = join(root, "agent", "bin", "espalier");
  const argv = [binary, "tuner", command, "--log", log, "--class", "color-photo", "--recipe-dir", recipeDir];
  const startedMs = performance.now();
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "pipe"] });
  let peakMb: number | null = null;
  const poll = setInterval(() => {
    peakMb = peakOf(child.pid) ?? peakMb;
  }, POLL_MS);
  const code = new Promise<number | null>((resolve) => child.once("exit", (value) => resolve(value)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = await code;
  clearInterval(poll);
  if (ended !== 0) throw new Error(`${out}${err}`);
  return { seconds: (performance.now() - startedMs) / 1000, peakMb };
}

function peakOf(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return found === undefined ? null : Number(found) / 1024;
  } catch {
    return null;
  }
}
