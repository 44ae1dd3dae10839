/** A granted place of inference; `release` may be called once or more, only the first counts. */
export type Slot = { readonly release: () => void };

export type Admission = {
  /** Resolves in arrival order; null at once when the queue is full, rejects with the signal's reason when the client left. */
  enter(signal: AbortSignal): Promise<Slot> | null;
  inFlight(): number;
  queued(): number;
};

/** A14, A25: a counting semaphore of `slots` with a first-in-first-out queue of `depth` places. */
export function createAdmission(slots: number, depth: number): Admission {
  let inFlight = 0;
  const waiting: (() => void)[] = [];
  const grant = (): Slot => {
    inFlight += 1;
    let isReleased = false;
    return {
      release: () => {
        if (isReleased) return;
        isReleased = true;
        inFlight -= 1;
        waiting.shift()?.();
      },
    };
  };
  return {
    inFlight: () => inFlight,
    queued: () => waiting.length,
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (inFlight < slots) return Promise.resolve(grant());
      if (waiting.length >= depth) return null;
      return new Promise((resolve, reject) => {
        const take = () => {
          signal.removeEventListener("abort", leave);
          resolve(grant());
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(take), 1);
          reject(signal.reason);
        };
        waiting.push(take);
        signal.addEventListener("abort", leave, { once: true });
      });
    },
  };
}
