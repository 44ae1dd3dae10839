import { join } from "node:path";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import { type OwnedProcess, startProcess, stopGroup } from "../../host/process.ts";
import { FromWorker } from "./channel.ts";

const ENTRY = join(import.meta.dirname, "..", "worker", "main.ts");
const START_LIMIT_MS = 30_000;
const GRACE_MS = 250;
const GONE_MS = 1_750;
const SHOWN_STDERR = 400;

export interface WorkerOptions {
  /** The only folder the child may write into. */
  readonly scratchDir: string;
  readonly takesAvif: boolean;
}

/** One child of IM27 that has said which engine it carries. */
export interface WorkerChild {
  readonly engine: EngineFingerprint;
  readonly pid: number;
  readonly exited: OwnedProcess["exited"];
  /** False when the child is gone. */
  send(message: object): boolean;
  /** Replaces whoever heard the child until now; null for nobody. */
  listen(listener: ((message: FromWorker) => void) | null): void;
  /** False once it has ended, or was asked to. */
  isUsable(): boolean;
  /** SIGTERM, after 250 ms SIGKILL; resolves once it is gone, within 2 s. */
  end(): Promise<void>;
}

export type WorkerStart =
  | { readonly ok: true; readonly child: WorkerChild }
  | { readonly ok: false; readonly detail: string };

/** Pixels count towards the heap: without it the first picture of a child would wait for a collection that frees nothing. */
const FIRST_COLLECTION_MB = 256;

/** No inherited environment, no child processes of its own, files written only below the scratch folder (IM27, UB1). */
function argvOf({ scratchDir, takesAvif }: WorkerOptions): string[] {
  return [
    process.execPath,
    "--permission",
    "--allow-addons",
    "--allow-fs-read=*",
    `--allow-fs-write=${scratchDir}`,
    "--no-warnings",
    "--expose-gc",
    `--initial-old-space-size=${FIRST_COLLECTION_MB}`,
    ENTRY,
    ...(takesAvif ? ["--avif-input"] : []),
  ];
}

/** Starts a child and waits until its engine is checked. */
export async function startWorkerChild(options: WorkerOptions): Promise<WorkerStart> {
  let listener: ((message: FromWorker) => void) | null = null;
  let stderr = "";
  const started = await startProcess({
    argv: argvOf(options),
    env: { MALLOC_ARENA_MAX: "2" },
    output: "pipe",
    hasChannel: true,
    onOutput: (chunk) => {
      stderr = `${stderr}${chunk.toString("utf8")}`.slice(-SHOWN_STDERR);
    },
    onMessage: (message) => {
      const parsed = FromWorker.safeParse(message);
      if (parsed.success) listener?.(parsed.data);
    },
  });
  if (started.kind === "failed") return { ok: false, detail: started.reason };
  const owned = started.process;
  let isEnding = false;
  const end = async () => {
    isEnding = true;
    const stopped = await stopGroup({
      pid: owned.pid,
      startTime: owned.startTime,
      graceMs: GRACE_MS,
      verifyMs: GONE_MS,
      mayKill: true,
    });
    // The process list may know of the end before its event has come.
    if (stopped.kind !== "stuck") await owned.exited;
  };
  const first = await firstWord(owned, (next) => {
    listener = next;
  });
  if (first.type !== "ready") {
    await end();
    return {
      ok: false,
      detail: first.type === "unfit" ? first.detail : `the image worker did not start: ${stderr.trim()}`,
    };
  }
  const child: WorkerChild = {
    engine: first.engine,
    pid: owned.pid,
    exited: owned.exited,
    send: (message) => owned.send(message),
    listen: (next) => {
      listener = next;
    },
    isUsable: () => !isEnding && !owned.hasExited(),
    end,
  };
  return { ok: true, child };
}

type FirstWord = FromWorker | { readonly type: "silent" };

function firstWord(owned: OwnedProcess, listen: (listener: (message: FromWorker) => void) => void): Promise<FirstWord> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ type: "silent" }), START_LIMIT_MS);
    const answer = (word: FirstWord) => {
      clearTimeout(timer);
      resolve(word);
    };
    listen(answer);
    void owned.exited.then(() => answer({ type: "silent" }));
  });
}
