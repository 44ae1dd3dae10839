import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { AppError } from "../../../platform/errors.ts";
import { type ToWorker, TuneAnswer, type TuneOrder } from "./messages.ts";

/** TU48: a tune that takes longer is killed. */
const LIMIT_MS = 60_000;
const MOST_MEMORY_MB = 1_024;

export type TuneEnd = Exclude<TuneAnswer, { kind: "more" }>;

/** Feeds a log page by page to one worker thread and returns what it found. Throws TUNE_TIMED_OUT after killing it at the limit, and whatever the thread died of. */
export async function runTuneWorker(
  order: TuneOrder,
  pages: AsyncIterable<ToWorker>,
  limitMs: number = LIMIT_MS,
): Promise<TuneEnd> {
  const worker = new Worker(new URL("./tune-worker.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  // A thread that dies while nobody waits for it must not end the console; whoever waits hears of it by `once`.
  worker.on("error", () => {});
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limitMs);
  try {
    return await converse(worker, pages, stop.signal);
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    const message = `the tune of ${order.class} took longer than ${limitMs / 1_000} s and was ended`;
    throw new AppError("TUNE_TIMED_OUT", { message, cause });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Pages of a log as the thread takes them. */
export async function* linesOf(pages: AsyncIterable<Uint8Array[]>): AsyncGenerator<ToWorker> {
  for await (const lines of pages) yield { kind: "lines", lines };
}

/** The thread asks for each page, so at most one waits in its memory. */
async function converse(worker: Worker, pages: AsyncIterable<ToWorker>, signal: AbortSignal): Promise<TuneEnd> {
  const next = async (): Promise<TuneAnswer> => {
    const [message]: unknown[] = await once(worker, "message", { signal });
    return TuneAnswer.parse(message);
  };
  await next();
  for await (const page of pages) {
    signal.throwIfAborted();
    worker.postMessage(page);
    await next();
  }
  worker.postMessage({ kind: "end" });
  const end = await next();
  if (end.kind === "more") throw new Error("the tuner asked for lines after the last one");
  return end;
}
