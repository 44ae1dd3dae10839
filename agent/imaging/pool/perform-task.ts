import { readProcess } from "../../host/process-list.ts";
import type { FromWorker } from "./channel.ts";
import type { ClassifyResult, CompareResult, ImageFailure, ImageTask, RunResult, StepReport } from "./task.ts";
import type { WorkerChild } from "./worker-child.ts";

export type AnyOutcome = ImageFailure | RunResult | CompareResult | ClassifyResult;

export interface TaskWatch {
  /** Ends the child and answers `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: StepReport) => void) | undefined;
}

export interface PerformOptions extends TaskWatch {
  readonly monoMs: () => number;
  readonly rssLimitBytes: number;
  readonly rssPollMs: number;
}

type Verdict = Pick<ImageFailure, "reason" | "detail"> | AnyOutcome;

/** One task in one child, under the limits of IM27: whatever breaks them ends the child before the answer. Never throws. */
export async function performTask(child: WorkerChild, task: ImageTask, options: PerformOptions): Promise<AnyOutcome> {
  const startedMs = options.monoMs();
  const verdict = await firstVerdict(child, task, options);
  if ("ok" in verdict) return verdict;
  await child.end();
  return { ok: false, ...verdict, durationMs: Math.round(options.monoMs() - startedMs) };
}

function firstVerdict(child: WorkerChild, task: ImageTask, options: PerformOptions): Promise<Verdict> {
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (verdict: Verdict) => {
      // A look at the memory may end after the task: by then another one has the child.
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timeLimit);
      clearInterval(memoryWatch);
      options.signal?.removeEventListener("abort", cancel);
      child.listen(null);
      resolve(verdict);
    };
    const cancel = () => settle({ reason: "cancelled", detail: "the run was cancelled" });
    const timeLimit = setTimeout(
      () => settle({ reason: "time_limit", detail: `not done after ${task.maxSeconds} s` }),
      task.maxSeconds * 1000,
    );
    const memoryWatch = setInterval(
      () =>
        void tooLarge(child, options).then((detail) => {
          if (detail !== null) settle({ reason: "memory_limit", detail });
        }),
      options.rssPollMs,
    );
    options.signal?.addEventListener("abort", cancel, { once: true });
    void child.exited.then(({ code, signal }) =>
      settle({ reason: "worker_crash", detail: `the image worker ended with ${signal ?? `exit code ${code}`}` }),
    );
    child.listen((message: FromWorker) => {
      if (message.type === "step") options.onStep?.(message.step);
      if (message.type === "end") settle(message.outcome);
    });
    if (options.signal?.aborted === true) cancel();
    else if (!child.send({ type: "task", task }))
      settle({ reason: "worker_crash", detail: "the image worker is gone" });
  });
}

async function tooLarge(child: WorkerChild, { rssLimitBytes }: PerformOptions): Promise<string | null> {
  const rss = (await readProcess(child.pid))?.residentBytes ?? 0;
  if (rss <= rssLimitBytes) return null;
  const mib = (bytes: number) => Math.round(bytes / 1_048_576);
  return `the image worker took ${mib(rss)} MiB; the limit is ${mib(rssLimitBytes)} MiB`;
}
