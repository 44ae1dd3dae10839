import { z } from "zod";
import { ownText } from "./own-text.ts";
import type { TapeReader, TapeWriter } from "./tape.ts";

const BLOCK_BITS = 14;
const BLOCK = 2 ** BLOCK_BITS;
const BLOCKS = { any: Float64Array, whole: Int32Array, small: Int8Array } as const;

/**
 * A growing list of numbers in blocks that are never copied: a million-line log must fit in 400 MB (H9).
 * Any number takes eight bytes, a whole one within 2³¹ four, a small one within 2⁷ one.
 */
export class NumberColumn {
  readonly #holds: keyof typeof BLOCKS;
  readonly #blocks: (Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Int8Array<ArrayBuffer>)[] = [];
  #length = 0;

  constructor(holds: keyof typeof BLOCKS = "any") {
    this.#holds = holds;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#blocks.length * BLOCK) {
      this.#blocks.push(new BLOCKS[this.#holds](BLOCK));
    }
    this.#length += 1;
    this.set(this.#length - 1, value);
  }

  /** The value at an index, NaN past the end. */
  at(index: number): number {
    return index < this.#length ? (this.#blocks[index >> BLOCK_BITS]?.[index % BLOCK] ?? Number.NaN) : Number.NaN;
  }

  save(tape: TapeWriter): void {
    tape.note(this.#length);
    for (const block of this.#blocks) tape.block(block);
  }

  /** Reads a column back in place of what is here. */
  load(tape: TapeReader): void {
    const holder = BLOCKS[this.#holds];
    this.#length = tape.note(z.int());
    this.#blocks.length = 0;
    for (let at = 0; at < this.#length; at += BLOCK) {
      const { buffer, byteOffset } = tape.block(BLOCK * holder.BYTES_PER_ELEMENT);
      this.#blocks.push(new holder(buffer, byteOffset, BLOCK));
    }
  }

  /** Changes a value that is there already. */
  set(index: number, value: number): void {
    const block = this.#blocks[index >> BLOCK_BITS];
    if (block !== undefined) block[index % BLOCK] = value;
  }
}

/** Names as small numbers, in order of first appearance. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #texts: string[] = [];

  get size(): number {
    return this.#texts.length;
  }

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#texts.length;
    const own = ownText(text);
    this.#numbers.set(own, number);
    this.#texts.push(own);
    return number;
  }

  find(text: string): number | null {
    return this.#numbers.get(text) ?? null;
  }

  save(tape: TapeWriter): void {
    tape.note(this.#texts);
  }

  load(tape: TapeReader): void {
    for (const text of tape.note(z.array(z.string()))) this.numberOf(text);
  }

  get texts(): readonly string[] {
    return this.#texts;
  }

  textOf(number: number): string {
    return this.#texts[number] ?? "";
  }
}
