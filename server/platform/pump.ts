import type { App } from "./app.ts";

interface Pumped {
  /** Does nothing, and commits nothing, where nothing changed. */
  work(): Promise<void>;
  /** What the log says when it fails; the next commit tries again. */
  complaint: string;
}

/** Repeats `work` after every commit until stopped, one turn at a time. */
export function startPump(app: App, { work, complaint }: Pumped): { stop(): Promise<void> } {
  let isWanted = false;
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await work().catch((err: unknown) => app.log.error({ err }, complaint));
    }
  };
  const wake = (): void => {
    const isIdle = !isWanted;
    isWanted = true;
    if (isIdle) running = running.then(turn);
  };
  const forget = app.bus.listen(wake);
  wake();
  return {
    stop: () => {
      forget();
      isWanted = false;
      return running;
    },
  };
}
