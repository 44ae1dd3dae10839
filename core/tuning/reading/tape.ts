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

/** Reads a tape back in the order it was written; the blocks stay where they are. */
export class TapeReader {
  readonly #notes: readonly unknown[];
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #note = 0;
  #at = 0;

  constructor(notes: readonly unknown[], bytes: Uint8Array<ArrayBuffer>) {
    this.#notes = notes;
    this.#bytes = bytes;
  }

  /** Throws when the note is of another shape. */
  note<T>(schema: z.ZodType<T>): T {
    this.#note += 1;
    return schema.parse(this.#notes[this.#note - 1]);
  }

  /** The memory of the next block. Throws RangeError past the end. */
  block(byteLength: number): { buffer: ArrayBuffer; byteOffset: number } {
    const byteOffset = this.#bytes.byteOffset + this.#at;
    this.#at += byteLength;
    if (this.#at > this.#bytes.length) throw new RangeError("the tape ends early");
    return { buffer: this.#bytes.buffer, byteOffset };
  }
}
