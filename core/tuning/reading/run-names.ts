import { wholeColumn } from "../columns/column.ts";
import { HexNames } from "../columns/hex-names.ts";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";

const HASH_CHARS = 64;
/** Numbers from here on are of hashes. */
const HASHES_FROM = 2 ** 30;
const NO_RUN = -1;

/** Names of runs as numbers, with the run of each: UUIDs (v2) and hashes of lines (v1) each in a table of their own. */
export class RunNames {
  readonly #uuids = new HexNames("uuid");
  readonly #hashes = new HexNames("hash");
  /** A name that only a rating says has no run yet. */
  readonly #runOfUuid = wholeColumn();
  readonly #runOfHash = wholeColumn();

  numberOf(name: string): number {
    return name.length === HASH_CHARS ? HASHES_FROM + this.#hashes.numberOf(name) : this.#uuids.numberOf(name);
  }

  find(name: string): number | null {
    if (name.length !== HASH_CHARS) return this.#uuids.find(name);
    const number = this.#hashes.find(name);
    return number === null ? null : HASHES_FROM + number;
  }

  textOf(number: number): string {
    return number < HASHES_FROM ? this.#uuids.textOf(number) : this.#hashes.textOf(number - HASHES_FROM);
  }

  /** The run of a name's number, null when no run has it. */
  runOf(number: number): number | null {
    const run = number < HASHES_FROM ? this.#runOfUuid.at(number) : this.#runOfHash.at(number - HASHES_FROM);
    return run >= 0 ? run : null;
  }

  /** The same for a loop over many names, of the runs that are known now; −1 when no run has it. */
  runFinder(): (number: number) => number {
    const runOfUuid = this.#runOfUuid.flat();
    return (number) => (number < HASHES_FROM ? (runOfUuid[number] ?? NO_RUN) : (this.runOf(number) ?? NO_RUN));
  }

  setRun(number: number, run: number): void {
    const [column, index] = number < HASHES_FROM ? [this.#runOfUuid, number] : [this.#runOfHash, number - HASHES_FROM];
    while (column.length <= index) column.push(NO_RUN);
    column.set(index, run);
  }

  save(tape: TapeWriter): void {
    for (const part of this.#parts()) part.save(tape);
  }

  load(tape: TapeReader): void {
    for (const part of this.#parts()) part.load(tape);
  }

  #parts() {
    return [this.#uuids, this.#hashes, this.#runOfUuid, this.#runOfHash];
  }
}
