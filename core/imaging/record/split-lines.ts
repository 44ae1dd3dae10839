const NEWLINE = 0x0a;
const LONGEST_LINE_BYTES = 4 * 1024 * 1024;

/** A line of a stream, numbered from 1, without its newline; null bytes mark one above the cap of 4 MiB (IM41). */
export interface RawLine {
  readonly number: number;
  readonly bytes: Uint8Array | null;
}

/** Cuts a stream of chunks into lines and holds at most one line in memory. */
export class LineSplitter {
  #pieces: Uint8Array[] = [];
  #held = 0;
  #isTooLong = false;
  #number: number;

  /** With the lines that stand before the stream. */
  constructor(linesBefore = 0) {
    this.#number = linesBefore;
  }

  /** The lines that `chunk` completes, valid until the caller uses the chunk again; of a pending line a copy is held. */
  push(chunk: Uint8Array): RawLine[] {
    const lines: RawLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      this.#hold(chunk.subarray(start, end));
      lines.push(this.#finish());
      start = end + 1;
    }
    if (start < chunk.length) this.#hold(new Uint8Array(chunk.subarray(start)));
    return lines;
  }

  /** The last line when the stream does not end in a newline. */
  end(): RawLine[] {
    return this.#held > 0 || this.#isTooLong ? [this.#finish()] : [];
  }

  /** The number of the last line so far. */
  get count(): number {
    return this.#number;
  }

  /** The number of a line that the caller cut himself, at a place where no line was pending. */
  take(): number {
    this.#number += 1;
    return this.#number;
  }

  #hold(piece: Uint8Array): void {
    this.#held += piece.length;
    if (this.#held > LONGEST_LINE_BYTES) {
      this.#isTooLong = true;
      this.#pieces = [];
    } else this.#pieces.push(piece);
  }

  #finish(): RawLine {
    this.#number += 1;
    const bytes = this.#isTooLong ? null : this.#joined();
    this.#pieces = [];
    this.#held = 0;
    this.#isTooLong = false;
    return { number: this.#number, bytes };
  }

  #joined(): Uint8Array {
    const [first] = this.#pieces;
    if (this.#pieces.length === 1 && first !== undefined) return first;
    const whole = new Uint8Array(this.#held);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }
}
