import { z } from "zod";
import { childEnvironment } from "../../host/child-environment.ts";
import type { Environment } from "../../host/environment.ts";
import { type OwnedProcess, startProcess, stopGroup } from "../../host/process.ts";
import { listProcesses } from "../../host/process-list.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { wait } from "../../host/wait.ts";
import { isStartedWith } from "./is-started-with.ts";

const DISMISS = "dismiss";
const GRACE_MS = 2000;
/** A spawned child shows its argv only once it has executed. */
const APPEARS_WITHIN_MS = 1500;
const LOOK_EVERY_MS = 50;

export type EngineGuard = {
  /** What is about to be spawned, and then what was. */
  watch(watched: Watched): void;
  dismiss(): Promise<void>;
};

const Watched = z.object({ argv: z.array(z.string()), pid: z.int().nullable(), startTime: z.string().nullable() });
type Watched = { argv: readonly string[]; pid: number | null; startTime: string | null };

/**
 * An engine has a process group of its own, so that an interrupt from a terminal or a stop of serve's group lets serve
 * drain first. This child ends the engine when serve dies without a word: its stdin closes.
 */
export async function armEngineGuard(environment: Environment): Promise<EngineGuard> {
  const argv = [process.execPath, ESPALIER_BINARY, "engine-guard"];
  const started = await startProcess({ argv, env: childEnvironment(environment), stdin: "pipe" });
  return started.kind === "started"
    ? guardOf(started.process)
    : { watch: () => undefined, dismiss: async () => undefined };
}

function guardOf(child: OwnedProcess): EngineGuard {
  child.release();
  return {
    watch: (watched) => child.write(`${JSON.stringify(watched)}\n`),
    dismiss: async () => {
      child.retain();
      child.write(`${DISMISS}\n`);
      child.closeStdin();
      await child.exited;
    },
  };
}

/** The guard's own life: waits for its stdin to end and, unless dismissed, stops the engine it was told last. */
export async function runEngineGuard(input: AsyncIterable<Buffer | string>): Promise<void> {
  let text = "";
  for await (const chunk of input) text += String(chunk);
  const lines = text.trimEnd().split("\n");
  const last = lines.at(-1);
  if (last === undefined || last === "" || last === DISMISS) return;
  const watched = Watched.parse(JSON.parse(last));
  const engine = await findEngine(watched);
  if (engine === null) return;
  await stopGroup({ pid: engine.pid, startTime: engine.startTime, graceMs: GRACE_MS, mayKill: true });
}

async function findEngine({ argv, pid, startTime }: Watched): Promise<{ pid: number; startTime: string } | null> {
  for (let waitedMs = 0; ; waitedMs += LOOK_EVERY_MS) {
    const rows = await listProcesses();
    const found = rows.find(
      (row) =>
        !row.isZombie &&
        row.groupId === row.pid &&
        isStartedWith(row.argv, argv) &&
        (pid === null ? isUnmistakable(argv) : row.pid === pid && row.startTime === startTime),
    );
    if (found !== undefined) return found;
    if (pid !== null || waitedMs >= APPEARS_WITHIN_MS) return null;
    await wait(LOOK_EVERY_MS);
  }
}

/** Without a pid only a command line with the engine's own random port in it is proof. */
const isUnmistakable = (argv: readonly string[]): boolean => argv.some((part) => /^\d{4,5}$/.test(part));
