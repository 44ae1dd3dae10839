import { wait } from "../host/wait.ts";
import type { ServeRuntime } from "./serve-runtime.ts";

const INTERRUPT_DRAIN_MS = 5000;

type StopRequest = { readonly drainMs: number };

export type StopSignals = {
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly requested: Promise<StopRequest>;
  /** Aborted at the same moment, so that a load ends early. */
  readonly signal: AbortSignal;
  readonly dispose: () => void;
};

/** A16: SIGTERM drains for `drainMs`, SIGINT for 5 s; a second SIGINT calls `onSecond`. */
export function listenForStop(drainMs: number, onSecond: () => void): StopSignals {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<StopRequest>();
  const begin = (request: StopRequest) => {
    resolve(request);
    controller.abort(new Error("stopped"));
  };
  let interrupts = 0;
  const onTerminate = () => begin({ drainMs });
  const onInterrupt = () => {
    interrupts += 1;
    if (interrupts > 1) onSecond();
    else begin({ drainMs: INTERRUPT_DRAIN_MS });
  };
  process.on("SIGTERM", onTerminate);
  process.on("SIGINT", onInterrupt);
  return {
    requested: promise,
    signal: controller.signal,
    dispose: () => {
      process.off("SIGTERM", onTerminate);
      process.off("SIGINT", onInterrupt);
    },
  };
}

const POLL_MS = 20;
const FORCED_MS = 5000;

/** Lets running and queued requests end within `drainMs`, then cancels what is left. New ones are refused from the start. */
export async function drain(runtime: ServeRuntime, drainMs: number): Promise<void> {
  runtime.isDraining = true;
  await idleWithin(runtime, drainMs);
  for (const controller of runtime.active) controller.abort(new Error("cancelled by a stop"));
  await idleWithin(runtime, FORCED_MS);
}

/** Resolves when no request is running any more, or after `limitMs`. */
export async function idleWithin(runtime: ServeRuntime, limitMs: number): Promise<void> {
  for (let waitedMs = 0; runtime.active.size > 0 && waitedMs < limitMs; waitedMs += POLL_MS) await wait(POLL_MS);
}
