import { wait } from "../../host/wait.ts";
import type { HealthWindow } from "./health-window.ts";

const EVERY_MS = 5000;

/** A19: looks at the memory pressure every 5 s; a machine that cannot tell is not asked again. */
export function watchPressure(read: () => Promise<number | null>, window: HealthWindow): { stop(): void } {
  const stopped = new AbortController();
  const keepLooking = async () => {
    while (!stopped.signal.aborted) {
      const level = await read();
      if (level === null) return;
      window.notePressure(level);
      await wait(EVERY_MS, stopped.signal);
    }
  };
  void keepLooking().catch(() => undefined);
  return { stop: () => stopped.abort() };
}
