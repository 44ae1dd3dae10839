import type { ProcessLister } from "../conflicts/detect.ts";
import type { RestorePlace } from "../restore/restore-place.ts";
import type { ModelCacheView } from "../search/tune-context.ts";

/** What a drain works with besides what a restore does. */
export interface DrainPlace {
  readonly restore: RestorePlace;
  readonly stateDir: string;
  readonly processes: ProcessLister;
  readonly tuneRunId: string;
  /** The run's own port, which must be free as well (B32). */
  readonly port: number;
  readonly providerLabel: string | null;
  readonly graceS: number;
  /** `--restart-foreground`; a console run always (B33). */
  readonly isForegroundRestarted: boolean;
  readonly cache: Pick<ModelCacheView, "cachedBytes">;
  /** Ends every wait of a drain (B91). */
  readonly signal: AbortSignal;
}

export type DrainStep =
  | { readonly kind: "drained" }
  /** The run ends `provider_conflict` with this message (B34). */
  | { readonly kind: "aborted"; readonly message: string }
  /** The run was interrupted, or its budget is over. */
  | { readonly kind: "ended" };

/** A foreground provider that stays down: its owner is told how it was started (B33). */
interface LeftDown {
  readonly pid: number;
  readonly argv: readonly string[];
}

/** What the drains of one run have done so far. */
export interface DrainLedger {
  readonly leftDown: LeftDown[];
  /** Drained processes that do not end; they hold no port and never count again. */
  readonly survivors: number[];
}
