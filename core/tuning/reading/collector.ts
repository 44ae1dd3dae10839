import type { CorrectionRecord, PromotionRecord, TunerRecord } from "./record.ts";
import { RevokeTable } from "./revokes.ts";
import { type LoggedPair, RunTable, ScoreTable } from "./tables.ts";

/** Everything of a feedback log that a tune reads, before the join. */
export interface CollectedLog {
  readonly runs: RunTable;
  readonly scores: ScoreTable;
  readonly pairs: readonly LoggedPair[];
  readonly revokes: RevokeTable;
  readonly corrections: readonly (CorrectionRecord & { line: number })[];
  readonly promotions: readonly (PromotionRecord & { line: number })[];
  /** No record has `v` ≥ 2 (TU7). */
  readonly isV1Only: boolean;
}

/** Gathers records in file order into columns; with a class, the runs of others keep only what the join asks. */
export class LogCollector {
  readonly #wanted: string | null;
  readonly #runs = new RunTable();
  readonly #scores = new ScoreTable();
  readonly #pairs: LoggedPair[] = [];
  readonly #revokes = new RevokeTable();
  readonly #corrections: (CorrectionRecord & { line: number })[] = [];
  readonly #promotions: (PromotionRecord & { line: number })[] = [];
  #isV1Only = true;

  constructor(wantedClass: string | null) {
    this.#wanted = wantedClass;
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
    };
  }
}
