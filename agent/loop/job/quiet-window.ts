/** M5: while a run measures, its agent uploads and writes nothing; what is due waits until the window is over. */
export interface QuietWindow {
  set(isQuiet: boolean): void;
  /** Now, or in the order given once the window is over. */
  whenOver(act: () => void): void;
  /** Resolves at once outside a window, else at its end or when `signal` fires; never rejects. */
  over(signal: AbortSignal): Promise<void>;
}

export function makeQuietWindow(): QuietWindow {
  let isQuiet = false;
  let held: (() => void)[] = [];
  const whenOver = (act: () => void): void => {
    if (isQuiet) held.push(act);
    else act();
  };
  return {
    set: (next) => {
      isQuiet = next;
      if (isQuiet) return;
      const due = held;
      held = [];
      for (const act of due) act();
    },
    whenOver,
    over: (signal) =>
      new Promise((resolve) => {
        if (!isQuiet || signal.aborted) {
          resolve();
          return;
        }
        const done = (): void => {
          signal.removeEventListener("abort", done);
          resolve();
        };
        signal.addEventListener("abort", done, { once: true });
        held.push(done);
      }),
  };
}
