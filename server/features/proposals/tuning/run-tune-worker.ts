import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { AppError } from "../../../platform/errors.ts";
import { type ToWorker, TuneAnswer, type TuneOrder } from "./messages.ts";
import { TuneSlots } from "./tune-slots.ts";

/** TU48: a tune that takes longer, counted from its turn, is killed. */
const LIMITS = { ms: 60_000, memoryMb: 1_024 } as const;
/** Of the whole process, whoever asks. */
const slots = new TuneSlots({ atOnce: 2, waiting: 8 });
const OutOfMemory = z.object({ code: z.literal("ERR_WORKER_OUT_OF_MEMORY") });

interface WorkerLimits {
  readonly ms: number;
  readonly memoryMb: number;
}

interface WorkerOptions extends Partial<WorkerLimits> {
  /** Called when the turn comes, before the thread starts. */
  readonly onTurn?: () => void;
}

export type TuneEnd = Exclude<TuneAnswer, { kind: "more" }>;

/**
 * Feeds a log page by page to one worker thread, when its turn comes, and returns what it found.
 * Throws TUNE_BUSY when too many wait, TUNE_TIMED_OUT after killing it at the limit, TUNE_OUT_OF_MEMORY, and whatever else the thread died of.
 */
export function runTuneWorker(
  order: TuneOrder,
  pages: AsyncIterable<ToWorker>,
  { onTurn, ...limits }: WorkerOptions = {},
): Promise<TuneEnd> {
  return slots.run(() => {
    onTurn?.();
    return runAlone(order, pages, { ...LIMITS, ...limits });
  });
}

async function runAlone(order: TuneOrder, pages: AsyncIterable<ToWorker>, limits: WorkerLimits): Promise<TuneEnd> {
  const worker = new Worker(new URL("./tune-worker.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: limits.memoryMb },
  });
  // A thread that dies while nobody waits for it must not end the console; whoever waits hears of it by `once`.
  worker.on("error", () => {});
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), limits.ms);
  try {
    return await converse(worker, pages, stop.signal);
  } catch (cause) {
    throw failureOf(cause, { order, limits, isLate: stop.signal.aborted });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

interface Ended {
  readonly order: TuneOrder;
  readonly limits: WorkerLimits;
  readonly isLate: boolean;
}

function failureOf(cause: unknown, { order, limits, isLate }: Ended): unknown {
  const what = `the tune of ${order.class}`;
  if (isLate) {
    const message = `${what} took longer than ${limits.ms / 1_000} s and was ended`;
    return new AppError("TUNE_TIMED_OUT", { message, cause });
  }
  if (!OutOfMemory.safeParse(cause).success) return cause;
  return new AppError("TUNE_OUT_OF_MEMORY", { message: `${what} needs more than ${limits.memoryMb} MB`, cause });
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
