import { z } from "zod";
import type { TapeReader, TapeWriter } from "../columns/tape.ts";
import { JoinedBefore } from "../joining/joined-before.ts";
import type { CorrectionRecord, PromotionRecord, TunerRecord } from "./record.ts";
import { RevokeTable } from "./revokes.ts";
import { type LoggedPair, RunTable, ScoreTable } from "./tables.ts";

type LoggedPromotion = PromotionRecord & { readonly line: number };
type LoggedCorrection = CorrectionRecord & { readonly line: number };

/** Everything of a feedback log that a tune reads, before the join. */
export interface CollectedLog {
  readonly runs: RunTable;
  readonly scores: ScoreTable;
  readonly pairs: readonly LoggedPair[];
  readonly revokes: RevokeTable;
  readonly corrections: readonly LoggedCorrection[];
  readonly promotions: readonly LoggedPromotion[];
  /** No record has `v` ≥ 2 (TU7). */
  readonly isV1Only: boolean;
  /** What was joined of it before it grew; null of a log of which nothing was kept. */
  readonly before: JoinedBefore | null;
}

/** What this class itself wrote on a tape. */
const listOf = <T>() => z.custom<readonly T[]>(Array.isArray);
const Said = z.tuple([listOf<LoggedPair>(), listOf<LoggedCorrection>(), listOf<LoggedPromotion>(), z.boolean()]);

/** Gathers records in file order into columns; with a class, the runs of others keep only what the join asks. */
export class LogCollector {
  readonly #wanted: string | null;
  readonly #runs = new RunTable();
  readonly #scores = new ScoreTable();
  readonly #pairs: LoggedPair[] = [];
  readonly #revokes = new RevokeTable();
  readonly #corrections: LoggedCorrection[] = [];
  readonly #promotions: LoggedPromotion[] = [];
  #isV1Only = true;
  #before: JoinedBefore | null = null;

  constructor(wantedClass: string | null) {
    this.#wanted = wantedClass;
  }

  /** Writes down everything that was added and what it joins to, for a later `load` with the same class; this log's own join goes on from it too. */
  save(tape: TapeWriter, joined: JoinedBefore): void {
    this.#before = joined;
    tape.note([this.#pairs, this.#corrections, this.#promotions, this.#isV1Only]);
    this.#revokes.save(tape);
    this.#runs.save(tape);
    this.#scores.save(tape);
    joined.save(tape);
  }

  /** A collector as it was when the tape was written. Throws when the tape is damaged. */
  static load(wantedClass: string | null, tape: TapeReader): LogCollector {
    const collector = new LogCollector(wantedClass);
    const [pairs, corrections, promotions, isV1Only] = tape.note(Said);
    for (const pair of pairs) collector.#pairs.push(pair);
    for (const promotion of promotions) collector.#promotions.push(promotion);
    collector.#revokes.load(tape);
    for (const correction of corrections) collector.#corrections.push(correction);
    collector.#isV1Only = isV1Only;
    collector.#runs.load(tape);
    collector.#scores.load(tape);
    collector.#before = JoinedBefore.load(tape);
    return collector;
  }

  add(record: TunerRecord, line: number): void {
    if (record.v >= 2) this.#isV1Only = false;
    switch (record.kind) {
      case "run":
        this.#runs.add(record, line, this.#wanted === null || record.class === this.#wanted);
        return;
      case "rating":
        this.#scores.add(record, line, this.#runs);
        return;
      case "pair":
        this.#pairs.push({ ...record, line });
        return;
      case "revoke":
        this.#revokes.add(record, line);
        return;
      case "correction":
        this.#corrections.push({ ...record, line });
        return;
      case "promotion":
        this.#promotions.push({ ...record, line });
        return;
      case "other":
        return;
    }
  }

  finish(): CollectedLog {
    return {
      runs: this.#runs,
      scores: this.#scores,
      pairs: this.#pairs,
      revokes: this.#revokes,
      corrections: this.#corrections,
      promotions: this.#promotions,
      isV1Only: this.#isV1Only,
      before: this.#before,
    };
  }
}
