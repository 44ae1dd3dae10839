import type { TuneVisit } from "../../core/autotune/evidence/tune-visit.ts";
import type { TuneFinished, TuneProgress } from "../../core/contract/v1/events.ts";
import type { TuneRunStart, TuneTrialDraft } from "./channel.ts";

/** Where a tune run leaves its rows. Every promise resolves after the commit, and the run goes on only then (B88, INV-11). */
export interface TuneSink {
  startRun(run: TuneRunStart): Promise<void>;
  /** Returns the stored row's id. */
  storeTrial(trial: TuneTrialDraft): Promise<number>;
  /** M20: appends to the run's visits at once. */
  storeVisit(visit: TuneVisit): Promise<void>;
  markKept(localId: number): Promise<void>;
  finish(finished: TuneFinished): Promise<void>;
  progress(progress: TuneProgress): void;
  log(text: string): void;
  /** A quiet window begins or is over (M5). */
  quiet(isQuiet: boolean): void;
  close(): Promise<void>;
}
