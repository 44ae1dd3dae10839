import type { z } from "zod";

/** Columns one after the other, as they are kept in a file: small things as notes, long ones as blocks of bytes. */
export class TapeWriter {
  readonly notes: unknown[] = [];
  readonly blocks: Uint8Array[] = [];

  note(value: unknown): void {
    this.notes.push(value);
  }

  /** Takes a block by reference; its length in bytes is a multiple of eight. */
  block({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): void {
    this.blocks.push(new Uint8Array(buffer, byteOffset, byteLength));
  }
}

/** A block that lies on a tape: each call reads it into memory that is the caller's. Throws when it is damaged. */
export type KeptBlock = () => Uint8Array<ArrayBuffer>;

/** Where a block of a tape lies: its number, its start and its length in bytes. */
export interface BlockPlace {
  readonly index: number;
  readonly at: number;
  readonly byteLength: number;
}

/** The blocks of a tape one behind the other, each read when it is asked for. */
export interface KeptBlocks {
  readonly bytes: number;
  /** The bytes at a place, aligned to eight, in memory of their own. Throws when they are not what was written. */
  readonly read: (place: BlockPlace) => Uint8Array<ArrayBuffer>;
}

/** Reads a tape back in the order it was written; of a block only its place, until someone asks for it. */
export class TapeReader {
  readonly #notes: readonly unknown[];
  readonly #blocks: KeptBlocks;
  #note = 0;
  #index = 0;
  #at = 0;

  constructor(notes: readonly unknown[], blocks: KeptBlocks) {
    this.#notes = notes;
    this.#blocks = blocks;
  }

  /** Throws when the note is of another shape. */
  note<T>(schema: z.ZodType<T>): T {
    this.#note += 1;
    return schema.parse(this.#notes[this.#note - 1]);
  }

  /** The next block. Throws RangeError past the end. */
  block(byteLength: number): KeptBlock {
    const place = { index: this.#index, at: this.#at, byteLength };
    this.#index += 1;
    this.#at += byteLength;
    if (this.#at > this.#blocks.bytes) throw new RangeError("the tape ends early");
    return () => this.#blocks.read(place);
  }
}
