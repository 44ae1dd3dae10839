type Answer = "confirmed" | "declined";

let waiting: ((answer: Answer) => void)[] = [];
const listeners = new Set<() => void>();

function announce(): void {
  for (const listener of listeners) listener();
}

/** AC5: actions that need a fresh password wait here until the person entered it, or declined. */
export const passwordGate = {
  ask(): Promise<Answer> {
    return new Promise((resolve) => {
      waiting = [...waiting, resolve];
      announce();
    });
  },
  answer(answer: Answer): void {
    const asked = waiting;
    waiting = [];
    for (const resolve of asked) resolve(answer);
    announce();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsking: (): boolean => waiting.length > 0,
  isAskingOnServer: (): boolean => false,
};
