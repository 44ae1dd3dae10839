import type { Bus } from "../../platform/app.ts";

/** Listens to the bus from now on, so that no commit between two waits is missed. */
export interface CommitSignal {
  /** Resolves at the next commit since the last call, after `maxMs`, or at once when ended. */
  next(maxMs: number): Promise<void>;
  stop(): void;
}

/** Starts listening; `signal` ends every wait. */
export function listenForCommits(bus: Bus, signal: AbortSignal | undefined): CommitSignal {
  let isPending = false;
  let wakeWaiter: (() => void) | null = null;
  const wake = () => {
    isPending = true;
    wakeWaiter?.();
  };
  const stopListening = bus.listen(wake);
  signal?.addEventListener("abort", wake);
  return {
    async next(maxMs) {
      if (!isPending && signal?.aborted !== true) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wakeWaiter = resolve;
        const timer = setTimeout(resolve, maxMs);
        await promise;
        clearTimeout(timer);
        wakeWaiter = null;
      }
      isPending = false;
    },
    stop() {
      stopListening();
      signal?.removeEventListener("abort", wake);
    },
  };
}
