const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Why a run has to end before its search does; an interrupt wins over the budget (B92). */
export type Ending = { readonly kind: "interrupted"; readonly reason: string } | { readonly kind: "budget" };

export interface Interruption {
  /** Fires once, for the first cause; ends every wait within the tick (B91). */
  readonly signal: AbortSignal;
  interrupt(reason: string): void;
  /** The budget is over, as the clock would say. */
  expire(): void;
  ending(): Ending | null;
  /** Stops the budget clock. */
  disarm(): void;
}

/** One flag and one abort signal for every cause of an early end: signals, cancel, lost agent, `--max-duration` (B91, B92). */
export function createInterruption(maxDurationS: number): Interruption {
  const controller = new AbortController();
  let interruptReason: string | null = null;
  let isBudgetOver = false;
  const expire = () => {
    isBudgetOver = true;
    controller.abort();
  };
  const timer = setTimeout(expire, Math.min(maxDurationS * 1000, LONGEST_TIMER_MS));
  timer.unref();
  return {
    signal: controller.signal,
    interrupt: (reason) => {
      interruptReason ??= reason;
      controller.abort();
    },
    expire,
    ending: () => {
      if (interruptReason !== null) return { kind: "interrupted", reason: interruptReason };
      return isBudgetOver ? { kind: "budget" } : null;
    },
    disarm: () => clearTimeout(timer),
  };
}
