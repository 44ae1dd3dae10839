import type { KeptBlock, TapeReader, TapeWriter } from "./tape.ts";

export interface Numbers extends ArrayBufferView<ArrayBuffer> {
  [index: number]: number;
  readonly length: number;
  set(from: ArrayLike<number>, at: number): void;
  subarray(start: number, end: number): ArrayLike<number>;
}

export interface BlockKind<T extends Numbers> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: ArrayBuffer, byteOffset: number, length: number): T;
}

/** Blocks of numbers that are never copied; those of a tape are read when they are first asked for (H9). */
export class Blocks<T extends Numbers> {
  readonly #kind: BlockKind<T>;
  readonly #size: number;
  readonly #blocks: (T | undefined)[] = [];
  readonly #kept: KeptBlock[] = [];

  /** `size` numbers a block. */
  constructor(kind: BlockKind<T>, size: number) {
    this.#kind = kind;
    this.#size = size;
  }

  get count(): number {
    return this.#blocks.length;
  }

  /** One more block, all zeros. */
  add(): void {
    this.#blocks.push(new this.#kind(this.#size));
  }

  /** A block, undefined where there is none. Throws what the tape throws when it is damaged. */
  at(index: number): T | undefined {
    return this.#blocks[index] ?? this.#read(index);
  }

  /** The first numbers, copied into one array, which a loop over all of them reads many times faster. */
  flat(length: number): T {
    const flat = new this.#kind(length);
    for (let index = 0, at = 0; at < length; index += 1, at += this.#size) {
      const block = this.at(index);
      if (block !== undefined) flat.set(block.subarray(0, length - at), at);
    }
    return flat;
  }

  /** The places among the first numbers that hold one of some values. */
  indexesOf(values: ReadonlySet<number>, length: number): number[] {
    const indexes: number[] = [];
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    for (let index = 0, from = 0; from < length; index += 1, from += this.#size) {
      const block = this.at(index);
      const end = Math.min(this.#size, length - from);
      for (let at = 0; block !== undefined && at < end; at += 1) {
        const value = block[at] ?? Number.NaN;
        if (value >= least && value <= most && values.has(value)) indexes.push(from + at);
      }
    }
    return indexes;
  }

  save(tape: TapeWriter): void {
    for (let index = 0; index < this.count; index += 1) {
      const block = this.at(index);
      if (block !== undefined) tape.block(block);
    }
  }

  /** Takes as many blocks of a tape in place of what is here. */
  load(tape: TapeReader, count: number): void {
    this.#blocks.length = 0;
    this.#kept.length = 0;
    for (let index = 0; index < count; index += 1) {
      this.#blocks.push(undefined);
      this.#kept.push(tape.block(this.#size * this.#kind.BYTES_PER_ELEMENT));
    }
  }

  #read(index: number): T | undefined {
    const memory = this.#kept[index]?.();
    if (memory === undefined) return undefined;
    const block = new this.#kind(memory.buffer, memory.byteOffset, this.#size);
    this.#blocks[index] = block;
    return block;
  }
}
