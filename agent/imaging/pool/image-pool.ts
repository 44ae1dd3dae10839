import { availableParallelism } from "node:os";
import type { EngineFingerprint } from "../../../core/imaging/record/parts.ts";
import { type AnyOutcome, performTask, type TaskWatch } from "./perform-task.ts";
import type { ImageOutcome, ImageTask } from "./task.ts";
import { startWorkerChild, type WorkerChild, type WorkerOptions } from "./worker-child.ts";

const JOBS_PER_CHILD = 50;
const RSS_LIMIT_BYTES = 1_024 * 1_048_576;
const RSS_POLL_MS = 250;

export interface ImagePoolOptions extends WorkerOptions {
  readonly monoMs: () => number;
  /** Children at a time; default cores − 1, at least one (IM27). */
  readonly maxChildren?: number;
  /** Default 50. */
  readonly jobsPerChild?: number;
  /** Default 1,024 MiB. */
  readonly rssLimitBytes?: number;
}

type EngineAnswer =
  | { readonly ok: true; readonly engine: EngineFingerprint }
  | { readonly ok: false; readonly detail: string };

export interface ImagePool {
  /** Which engine decodes here, or why none does: a missing capability, not a crash. */
  engine(): Promise<EngineAnswer>;
  /** Waits for a free child and runs one task in it; never throws (IM27). */
  run<Task extends ImageTask>(task: Task, watch?: TaskWatch): Promise<ImageOutcome<Task>>;
  /** Ends every child; running tasks answer `worker_crash`, waiting ones `cancelled`. */
  close(): Promise<void>;
}

type Lease = { readonly ok: true; readonly child: WorkerChild } | { readonly ok: false; readonly detail: string };

/** The only way to decode a picture: children that are killed when a limit is hit and replaced after 50 tasks (IM27). */
export function createImagePool(options: ImagePoolOptions): ImagePool {
  const most = options.maxChildren ?? Math.max(1, availableParallelism() - 1);
  const uses = new Map<WorkerChild, number>();
  const idle: WorkerChild[] = [];
  const waiting: (() => void)[] = [];
  let taken = 0;
  let isClosed = false;

  async function lease(): Promise<Lease> {
    while (taken >= most && !isClosed) await new Promise<void>((resolve) => waiting.push(resolve));
    if (isClosed) return { ok: false, detail: "the pool is closed" };
    taken += 1;
    const ready = idle.pop();
    if (ready?.isUsable() === true) return { ok: true, child: ready };
    if (ready !== undefined) uses.delete(ready);
    const started = await startWorkerChild(options);
    if (!started.ok) {
      passOn();
      return started;
    }
    if (isClosed) {
      await started.child.end();
      return { ok: false, detail: "the pool is closed" };
    }
    uses.set(started.child, 0);
    return started;
  }

  function passOn(): void {
    taken -= 1;
    waiting.shift()?.();
  }

  async function giveBack(child: WorkerChild): Promise<void> {
    const used = (uses.get(child) ?? 0) + 1;
    uses.set(child, used);
    if (isClosed || !child.isUsable() || used >= (options.jobsPerChild ?? JOBS_PER_CHILD)) {
      uses.delete(child);
      await child.end();
    } else idle.push(child);
    passOn();
  }

  async function runAny(task: ImageTask, watch: TaskWatch): Promise<AnyOutcome> {
    const got = await lease();
    if (!got.ok) {
      const reason = isClosed ? ("cancelled" as const) : ("worker_crash" as const);
      return { ok: false, reason, detail: got.detail, durationMs: 0 };
    }
    const limits = { rssLimitBytes: options.rssLimitBytes ?? RSS_LIMIT_BYTES, rssPollMs: RSS_POLL_MS };
    const outcome = await performTask(got.child, task, { ...watch, ...limits, monoMs: options.monoMs });
    await giveBack(got.child);
    return outcome;
  }

  return {
    engine: async () => {
      const got = await lease();
      if (!got.ok) return got;
      const { engine } = got.child;
      await giveBack(got.child);
      return { ok: true, engine };
    },
    run: async (task, watch = {}) => answerOf(task, await runAny(task, watch)),
    close: async () => {
      isClosed = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...uses.keys()].map((child) => child.end()));
    },
  };
}

/** A child that answers another task than it was given has crashed in all but name. */
function answerOf<Task extends ImageTask>(task: Task, outcome: AnyOutcome): ImageOutcome<Task> {
  if (isOutcomeOf(task, outcome)) return outcome;
  return { ok: false, reason: "worker_crash", detail: "the image worker answered another task", durationMs: 0 };
}

function isOutcomeOf<Task extends ImageTask>(
  task: Task,
  outcome: AnyOutcome,
): outcome is ImageOutcome<Task> & AnyOutcome {
  return !outcome.ok || outcome.kind === task.kind;
}
