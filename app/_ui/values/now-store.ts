const TICK_MS = 10_000;

let now: number | null = null;
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** One clock for all relative times of a page; it stands still while nobody looks, and is null on the server (H-48). */
export const nowStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    if (timer === null) {
      timer = setInterval(tick, TICK_MS);
      tick();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    };
  },
  now: (): number | null => now,
  serverNow: (): number | null => null,
};
