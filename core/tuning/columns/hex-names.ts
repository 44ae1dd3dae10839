import { z } from "zod";
import { Blocks } from "./blocks.ts";
import { ownText } from "./own-text.ts";
import { Slots } from "./slots.ts";
import type { TapeReader, TapeWriter } from "./tape.ts";

/** Small, as a name or two of a block are looked up of a log that only grew. */
const BLOCK_BITS = 10;
const BLOCK = 2 ** BLOCK_BITS;
const WORD_CHARS = 8;
const WORDS = { uuid: 4, hash: 8 } as const;
const LENGTH = { uuid: 36, hash: 64 } as const;
const DASHES = [8, 13, 18, 23] as const;
/** Each time every name is put in again, at a cache miss a name. */
const GROWTH = 4;
const DASH = 0x2d;

/** The value of each lower-case hex digit by its character code, −1 of anything else. */
const DIGITS = Int8Array.from({ length: 256 }, (_, code) => "0123456789abcdef".indexOf(String.fromCharCode(code)));

/** Where the digits stand in each spelling. */
const HASH_DIGITS = Uint8Array.from({ length: LENGTH.hash }, (_, index) => index);
const UUID_DIGITS = Uint8Array.from({ length: LENGTH.uuid }, (_, index) => index).filter(
  (at) => !DASHES.some((dash) => dash === at),
);
const ENCODER = new TextEncoder();
/** As many bytes as UTF-8 may need. */
const BYTES = new Uint8Array(3 * LENGTH.hash);
const NO_WORDS = new Uint32Array();

const Odd = z.array(z.tuple([z.int(), z.string()]));

type Spelling = keyof typeof WORDS;

/** Texts of one hex spelling by their place, kept as bytes, an empty text as zeros; the few that are spelled otherwise are kept as they are. */
export class HexColumn {
  readonly words: number;
  /** The words of the text that `pack` read last. */
  readonly packed = new Uint32Array(WORDS.hash);
  readonly #spelling: Spelling;
  readonly #blocks: Blocks<Uint32Array<ArrayBuffer>>;
  readonly #odd = new Map<number, string>();
  #length = 0;

  constructor(spelling: Spelling) {
    this.#spelling = spelling;
    this.words = WORDS[spelling];
    this.#blocks = new Blocks(Uint32Array, BLOCK * this.words);
  }

  get length(): number {
    return this.#length;
  }

  save(tape: TapeWriter): void {
    tape.note(this.#length);
    tape.note([...this.#odd]);
    this.#blocks.save(tape);
  }

  /** Reads a column back in place of what is here; returns the texts of another spelling by their place. */
  load(tape: TapeReader): ReadonlyMap<number, string> {
    this.#length = tape.note(z.int());
    this.#odd.clear();
    for (const [place, text] of tape.note(Odd)) this.#odd.set(place, text);
    this.#blocks.load(tape, Math.ceil(this.#length / BLOCK));
    return this.#odd;
  }

  /** Adds a text and returns its place. */
  push(text: string): number {
    return this.pack(text) ? this.pushPacked() : this.pushOdd(text);
  }

  pushPacked(): number {
    const place = this.#grow();
    const block = this.blockOf(place);
    const start = (place % BLOCK) * this.words;
    for (let index = 0; index < this.words; index += 1) block[start + index] = this.packed[index] ?? 0;
    return place;
  }

  pushOdd(text: string): number {
    const place = this.#grow();
    if (text !== "") this.#odd.set(place, ownText(text));
    return place;
  }

  /** The text at a place, empty past the end. */
  at(place: number): string {
    const odd = this.#odd.get(place);
    if (odd !== undefined) return odd;
    if (place < 0 || place >= this.#length) return "";
    const start = (place % BLOCK) * this.words;
    const words = [...this.blockOf(place).subarray(start, start + this.words)];
    if (words.every((word) => word === 0)) return "";
    const hex = words.map((word) => word.toString(16).padStart(WORD_CHARS, "0")).join("");
    return this.#spelling === "hash" ? hex : hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /** Every place that holds one of some texts, of which none is empty. */
  placesOf(texts: readonly string[]): number[] {
    if (texts.length === 0) return [];
    const wanted = new Set(texts);
    const hashes = new Set(texts.flatMap((text) => (this.pack(text) ? [this.hashPacked()] : [])));
    const places: number[] = [];
    for (let place = 0; place < this.#length; place += 1) {
      const isLikely = hashes.has(this.hashAt(place)) || this.#odd.has(place);
      if (isLikely && wanted.has(this.at(place))) places.push(place);
    }
    return places;
  }

  /** Reads a text into `packed`; false when it is spelled otherwise or has no digit but 0. */
  pack(text: string): boolean {
    if (text.length !== LENGTH[this.#spelling]) return false;
    ENCODER.encodeInto(text, BYTES);
    const digitAt = this.#spelling === "uuid" ? UUID_DIGITS : HASH_DIGITS;
    let bad = this.#spelling === "uuid" && !DASHES.every((at) => BYTES[at] === DASH) ? -1 : 0;
    let any = 0;
    for (let word = 0, read = 0; word < this.words; word += 1) {
      let value = 0;
      for (let end = read + WORD_CHARS; read < end; read += 1) {
        const digit = DIGITS[BYTES[digitAt[read] ?? 0] ?? 0] ?? -1;
        bad |= digit;
        value = (value << 4) | digit;
      }
      this.packed[word] = value;
      any |= value;
    }
    return bad >= 0 && any !== 0;
  }

  isPacked(place: number): boolean {
    const block = this.blockOf(place);
    const start = (place % BLOCK) * this.words;
    for (let index = 0; index < this.words; index += 1) {
      if (block[start + index] !== this.packed[index]) return false;
    }
    return true;
  }

  hashPacked(): number {
    return hashOf(this.packed, 0, this.words);
  }

  hashAt(place: number): number {
    return hashOf(this.blockOf(place), (place % BLOCK) * this.words, this.words);
  }

  blockOf(place: number): Uint32Array {
    return this.#blocks.at(place >> BLOCK_BITS) ?? NO_WORDS;
  }

  #grow(): number {
    const place = this.#length;
    if (place === this.#blocks.count * BLOCK) this.#blocks.add();
    this.#length += 1;
    return place;
  }
}

/**
 * Names as small numbers, in order of first appearance, like `Names`, for names that are nearly all of one hex spelling:
 * those are kept as bytes in a table of their own, so that a million cost no million strings (H9).
 */
export class HexNames {
  readonly #texts: HexColumn;
  /** Names of another spelling. */
  readonly #odd = new Map<string, number>();
  /** The number of a name plus one in its slot, 0 in a free one. */
  #slots = new Slots();

  constructor(spelling: Spelling) {
    this.#texts = new HexColumn(spelling);
  }

  get size(): number {
    return this.#texts.length;
  }

  numberOf(text: string): number {
    if (!this.#texts.pack(text)) return this.#odd.get(text) ?? this.#addOdd(text);
    const slot = this.#slotOfPacked();
    const known = this.#slots.at(slot);
    if (known > 0) return known - 1;
    const number = this.#texts.pushPacked();
    this.#slots.set(slot, number + 1);
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  find(text: string): number | null {
    if (!this.#texts.pack(text)) return this.#odd.get(text) ?? null;
    const known = this.#slots.at(this.#slotOfPacked());
    return known > 0 ? known - 1 : null;
  }

  textOf(number: number): string {
    return this.#texts.at(number);
  }

  save(tape: TapeWriter): void {
    this.#texts.save(tape);
    tape.note(this.#odd.get("") ?? null);
    this.#slots.save(tape);
  }

  load(tape: TapeReader): void {
    this.#odd.clear();
    for (const [number, text] of this.#texts.load(tape)) this.#odd.set(text, number);
    const unnamed = tape.note(z.int().nullable());
    if (unnamed !== null) this.#odd.set("", unnamed);
    this.#slots.load(tape);
  }

  #addOdd(text: string): number {
    const number = this.#texts.pushOdd(text);
    this.#odd.set(this.#texts.at(number), number);
    return number;
  }

  /** The slot of the packed name, or the free one where it belongs. */
  #slotOfPacked(): number {
    const mask = this.#slots.length - 1;
    let slot = this.#texts.hashPacked() & mask;
    for (;;) {
      const known = this.#slots.at(slot);
      if (known === 0 || this.#texts.isPacked(known - 1)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(): void {
    const slots = new Slots(this.#slots.length * GROWTH);
    const mask = slots.length - 1;
    for (let from = 0; from < this.#slots.length; from += 1) {
      const known = this.#slots.at(from);
      if (known === 0) continue;
      let slot = this.#texts.hashAt(known - 1) & mask;
      while (slots.at(slot) !== 0) slot = (slot + 1) & mask;
      slots.set(slot, known);
    }
    this.#slots = slots;
  }
}

/** Mixes every word, so that names that only count up do not crowd one part of the table. */
function hashOf(words: Uint32Array, start: number, count: number): number {
  let hash = 0x9e3779b9;
  for (let index = start; index < start + count; index += 1) {
    hash = Math.imul(hash ^ (words[index] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 13)) >>> 0;
}
