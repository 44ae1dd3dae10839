import { anyColumn, Names, NONE, smallColumn, wholeColumn } from "../columns/column.ts";
import { HexColumn, HexNames } from "../columns/hex-names.ts";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";
import { NO_SIGNALS, type PairRecord, type RatingRecord, type RunRecord, type Step } from "./record.ts";
import { RunNames } from "./run-names.ts";
import { SignalTable } from "./signal-table.ts";

/** The runs of a log in columns. */
export class RunTable {
  readonly names = new RunNames();
  readonly inputs = new HexNames("hash");
  readonly classes = new Names();
  /** Logged sha (v2 only) and steps as written; most runs share theirs with others. */
  readonly sets = new Names();
  readonly name = wholeColumn();
  readonly class = wholeColumn();
  readonly input = wholeColumn();
  readonly set = wholeColumn();
  readonly side = anyColumn();
  readonly isReplay = smallColumn();
  readonly atMs = anyColumn();
  readonly line = wholeColumn();
  readonly signals = new SignalTable();
  /** The last set of each list of steps; many runs hold the very same list. */
  readonly #setOfSteps = new WeakMap<readonly Step[], { prefix: string; number: number }>();

  get length(): number {
    return this.name.length;
  }

  /** Adds a run; one of a class that is not tuned keeps only what the join asks. */
  add(record: RunRecord, line: number, isWanted: boolean): void {
    const name = record.name === null ? NONE : this.names.numberOf(record.name);
    if (this.withName(name) !== null) return;
    if (name !== NONE) this.names.setRun(name, this.length);
    this.name.push(name);
    this.class.push(this.classes.numberOf(record.class));
    this.input.push(this.inputs.numberOf(record.input));
    this.set.push(isWanted ? this.#setOf(record) : NONE);
    this.side.push(record.v < 2 || record.workLongSide === null ? Number.POSITIVE_INFINITY : record.workLongSide);
    this.isReplay.push(record.isReplay ? 1 : 0);
    this.atMs.push(record.atMs);
    this.line.push(line);
    this.signals.add(isWanted ? record.signals : NO_SIGNALS);
  }

  save(tape: TapeWriter): void {
    for (const part of this.#parts()) part.save(tape);
  }

  load(tape: TapeReader): void {
    for (const part of this.#parts()) part.load(tape);
  }

  #parts() {
    const names = [this.names, this.inputs, this.classes, this.sets];
    const kept = [this.name, this.class, this.input, this.set, this.side, this.isReplay, this.atMs, this.line];
    return [...names, ...kept, this.signals];
  }

  /** The run of a name's number, null when no run has it. */
  withName(name: number): number | null {
    return this.names.runOf(name);
  }

  #setOf({ v, recipeSha, steps }: RunRecord): number {
    const prefix = v < 2 ? "" : recipeSha;
    const last = this.#setOfSteps.get(steps);
    if (last?.prefix === prefix) return last.number;
    const number = this.sets.numberOf(`${prefix} ${JSON.stringify(steps)}`);
    this.#setOfSteps.set(steps, { prefix, number });
    return number;
  }

  /** Whether a run is of a class that is tuned. */
  isWanted(run: number): boolean {
    return this.set.at(run) !== NONE;
  }
}

/** The two halves of a set's text: the sha a v2 run claims (empty for v1) and its steps. */
export function readSetText(text: string): { claimedSha: string; steps: readonly Step[] } {
  const space = text.indexOf(" ");
  return { claimedSha: text.slice(0, space), steps: JSON.parse(text.slice(space + 1)) };
}

/** The ratings of a log in columns. */
export class ScoreTable {
  readonly raters = new Names();
  readonly run = wholeColumn();
  readonly input = wholeColumn();
  readonly rater = wholeColumn();
  readonly score = anyColumn();
  readonly isWarmup = smallColumn();
  readonly atMs = anyColumn();
  readonly line = wholeColumn();
  /** The event of each rating, empty of one without. */
  readonly events = new HexColumn("uuid");

  get length(): number {
    return this.score.length;
  }

  save(tape: TapeWriter): void {
    for (const part of this.#parts()) part.save(tape);
  }

  load(tape: TapeReader): void {
    for (const part of this.#parts()) part.load(tape);
  }

  #parts() {
    const kept = [this.run, this.input, this.rater, this.score, this.isWarmup, this.atMs, this.line];
    return [this.raters, ...kept, this.events];
  }

  add(record: RatingRecord, line: number, runs: RunTable): void {
    this.run.push(record.run === null ? NONE : runs.names.numberOf(record.run));
    this.input.push(runs.inputs.numberOf(record.input));
    this.rater.push(this.raters.numberOf(record.rater));
    this.score.push(record.score);
    this.isWarmup.push(record.isWarmup ? 1 : 0);
    this.atMs.push(record.atMs);
    this.line.push(line);
    this.events.push(record.eventId ?? "");
  }
}

/** A verdict with the line it stood on. */
export type LoggedPair = PairRecord & { readonly line: number };
