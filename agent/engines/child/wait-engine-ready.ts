import type { Clock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { EngineFailure } from "../engine.ts";
import { ModelFailure } from "../model-failure.ts";
import type { EngineChild } from "./start-engine-child.ts";

const POLL_MS = 200;

/** The engine answered that it will not load this model with these knobs, in its own words (A44). */
export class LoadRefused extends EngineFailure {
  override readonly name = "LoadRefused";
}

export type ReadyPlan = {
  readonly name: string;
  readonly child: EngineChild;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** Bytes in the model's cache folder; growth restarts the deadline. */
  readonly cachedBytes: () => number;
  /** The engine's own ready route says so; false while it loads. */
  readonly isRouteReady: (signal: AbortSignal) => Promise<boolean>;
  /** One real token; false or a throw is "not yet", for some routes answer 200 before the model is loaded. */
  readonly sayOneToken: (signal: AbortSignal) => Promise<boolean>;
};

/** A41: waits for the ready route and then for one real token. Throws the engine's last words, `load timeout` or the signal's reason. */
export async function waitEngineReady(plan: ReadyPlan): Promise<void> {
  const attempt = new AbortController();
  const watching = watch(plan, attempt);
  try {
    await Promise.race([poll(plan, AbortSignal.any([plan.signal, attempt.signal])), watching]);
  } finally {
    attempt.abort(new Error("decided"));
    await watching.catch(() => undefined);
  }
}

async function poll(plan: ReadyPlan, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const isReady = await plan.isRouteReady(signal).catch(notYet);
    if (isReady && (await plan.sayOneToken(signal).catch(notYet))) return;
    await wait(POLL_MS, signal);
  }
  await new Promise(() => undefined);
}

/** While an engine loads, refusals are normal; what it will never load or fetch is said at once. */
function notYet(cause: unknown): false {
  if (cause instanceof ModelFailure || cause instanceof LoadRefused) throw cause;
  return false;
}

/** Ends the wait when the engine is gone, the time is up or the start was given up. */
async function watch({ child, name, clock, signal, deadlineMs, cachedBytes }: ReadyPlan, attempt: AbortController) {
  let bytes = cachedBytes();
  let sinceMs = clock.monoMs();
  for (;;) {
    if (attempt.signal.aborted) return;
    signal.throwIfAborted();
    if (child.hasExited()) {
      await child.exited;
      throw child.failure();
    }
    const grown = cachedBytes();
    if (grown > bytes) sinceMs = clock.monoMs();
    bytes = grown;
    if (clock.monoMs() - sinceMs >= deadlineMs) {
      throw new EngineFailure(`load timeout: ${name} gave no token within ${Math.round(deadlineMs / 1000)} s`);
    }
    await Promise.race([wait(POLL_MS, AbortSignal.any([attempt.signal, signal])), child.exited]);
  }
}
