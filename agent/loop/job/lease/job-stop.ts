import type { World } from "../../world.ts";
import type { StopCause } from "../running-job.ts";

/** Why a job is to stop: the first request counts, later ones change nothing. */
export class JobStop {
  readonly #control = new AbortController();
  readonly #asked = Promise.withResolvers<void>();
  #cause: StopCause | null = null;
  #reason = "";

  get cause(): StopCause | null {
    return this.#cause;
  }

  /** Empty until asked. */
  get reason(): string {
    return this.#reason;
  }

  get signal(): AbortSignal {
    return this.#control.signal;
  }

  /** Resolves at the first request. */
  get asked(): Promise<void> {
    return this.#asked.promise;
  }

  request(cause: StopCause, reason: string): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    this.#reason = reason;
    this.#control.abort();
    this.#asked.resolve();
  }
}

/** Asks for a stop when the run deadline passes; the answer calls that off. */
export function armDeadline(world: World, runMs: number, stop: JobStop): () => void {
  const over = new AbortController();
  void world.wait(runMs, over.signal).then(() => {
    if (!over.signal.aborted) stop.request("deadline", "the run deadline passed");
  });
  return () => over.abort();
}
