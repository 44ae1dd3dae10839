import { z } from "zod";
import { type BlockKind, Blocks, type Numbers } from "./blocks.ts";
import { ownText } from "./own-text.ts";
import type { TapeReader, TapeWriter } from "./tape.ts";

/** No number: what a column of whole ones holds for an absent rater, run or argument set. */
export const NONE = -1;
const BLOCK_BITS = 14;
const BLOCK = 2 ** BLOCK_BITS;

/**
 * A growing list of numbers in blocks that are never copied: a million-line log must fit in 400 MB (H9).
 * Any number takes eight bytes, a whole one within 2³¹ four, a small one within 2⁷ one.
 */
class NumberColumn<T extends Numbers> {
  readonly #blocks: Blocks<T>;
  #length = 0;

  constructor(kind: BlockKind<T>) {
    this.#blocks = new Blocks(kind, BLOCK);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#blocks.count * BLOCK) this.#blocks.add();
    this.#length += 1;
    this.set(this.#length - 1, value);
  }

  /** The value at an index, NaN past the end. */
  at(index: number): number {
    if (index < 0 || index >= this.#length) return Number.NaN;
    return this.#blocks.at(index >> BLOCK_BITS)?.[index & (BLOCK - 1)] ?? Number.NaN;
  }

  /** The numbers as they are now. */
  flat(): T {
    return this.#blocks.flat(this.#length);
  }

  /** Where one of some values stands. */
  indexesOf(values: ReadonlySet<number>): number[] {
    return values.size === 0 ? [] : this.#blocks.indexesOf(values, this.#length);
  }

  save(tape: TapeWriter): void {
    tape.note(this.#length);
    this.#blocks.save(tape);
  }

  /** Reads a column back in place of what is here. */
  load(tape: TapeReader): void {
    this.#length = tape.note(z.int());
    this.#blocks.load(tape, Math.ceil(this.#length / BLOCK));
  }

  /** Changes a value that is there already. */
  set(index: number, value: number): void {
    const block = this.#blocks.at(index >> BLOCK_BITS);
    if (block !== undefined) block[index & (BLOCK - 1)] = value;
  }
}

export const anyColumn = () => new NumberColumn<Float64Array<ArrayBuffer>>(Float64Array);
export const wholeColumn = () => new NumberColumn<Int32Array<ArrayBuffer>>(Int32Array);
export const smallColumn = () => new NumberColumn<Int8Array<ArrayBuffer>>(Int8Array);

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
