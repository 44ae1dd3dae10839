/** A first-come mutex; `acquire` resolves to the way to free it, which works exactly once. */
export class SqliteLock {
  #tail: Promise<void> = Promise.resolve();

  acquire(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = this.#tail.then(() => resolve);
    this.#tail = this.#tail.then(() => promise);
    return turn;
  }
}
