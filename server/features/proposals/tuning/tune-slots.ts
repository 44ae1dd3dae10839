import { AppError } from "../../../platform/errors.ts";

interface SlotLimits {
  /** Works at once. */
  readonly atOnce: number;
  /** Works that wait for their turn beyond those. */
  readonly waiting: number;
}

/** Lets few works run at once and a few more wait, first come, first served. */
export class TuneSlots {
  readonly #limits: SlotLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: SlotLimits) {
    this.#limits = limits;
  }

  /** Runs the work when its turn comes. Throws TUNE_BUSY when as many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #enter(): Promise<void> {
    const { atOnce, waiting } = this.#limits;
    if (this.#running < atOnce) {
      this.#running += 1;
      return Promise.resolve();
    }
    if (this.#waiting.length >= waiting) {
      const message = `${atOnce} logs are being read for a tune or a class's state, and ${waiting} more wait`;
      return Promise.reject(new AppError("TUNE_BUSY", { message }));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** The place goes over to who waits longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running -= 1;
    else next();
  }
}
