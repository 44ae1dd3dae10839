import { z } from "zod";
import { Blocks } from "./blocks.ts";
import type { TapeReader, TapeWriter } from "./tape.ts";

/** Small, as a slot or two of a block are asked for by a log that only grew. */
const BLOCK_BITS = 12;
const BLOCK = 2 ** BLOCK_BITS;

/** The slots of a hash table, a power of two, all 0 at first. */
export class Slots {
  readonly #blocks = new Blocks(Int32Array, BLOCK);

  constructor(length = BLOCK) {
    while (this.length < length) this.#blocks.add();
  }

  get length(): number {
    return this.#blocks.count * BLOCK;
  }

  at(slot: number): number {
    return this.#blocks.at(slot >> BLOCK_BITS)?.[slot & (BLOCK - 1)] ?? 0;
  }

  set(slot: number, value: number): void {
    const block = this.#blocks.at(slot >> BLOCK_BITS);
    if (block !== undefined) block[slot & (BLOCK - 1)] = value;
  }

  save(tape: TapeWriter): void {
    tape.note(this.#blocks.count);
    this.#blocks.save(tape);
  }

  load(tape: TapeReader): void {
    this.#blocks.load(tape, tape.note(z.int()));
  }
}
