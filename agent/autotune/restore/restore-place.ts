import { loadDeadlineMs } from "../../../core/serving/load-deadline.ts";
import type { Environment } from "../../host/environment.ts";
import type { Launchctl } from "../../host/launchd/launchctl.ts";
import type { Clock } from "../../host/system-clock.ts";
import type { AppliedConfig, ProcessOwner } from "../../store/obligations/obligation.ts";
import type { ObligationBook } from "../../store/obligations/obligations.ts";

/** Whoever restores: the run itself, its helper, the next run or the agent (B36). */
export interface RestorePlace {
  readonly book: ObligationBook;
  readonly launchctl: Launchctl;
  /** This process, in whose name obligations are claimed. */
  readonly self: ProcessOwner;
  readonly clock: Clock;
  /** The environment of a process that is started again. */
  readonly environment: Environment;
  readonly newId: () => string;
  /** Messages for stderr or the agent's log. */
  readonly say: (line: string) => void;
  /** Puts back the configuration `--apply` wrote; false when it is not that one any more (B35). */
  readonly putBack: (config: AppliedConfig) => boolean;
  /** Tests shorten it; null keeps JK4's. */
  readonly loadDeadlineMs: number | null;
}

/** JK4: 5 min plus 20 s per GiB of weights. */
export function loadDeadlineOf(place: RestorePlace, weightsBytes: number | null): number {
  return place.loadDeadlineMs ?? loadDeadlineMs(weightsBytes);
}
