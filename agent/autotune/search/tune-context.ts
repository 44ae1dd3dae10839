import type { AppliedRecipe } from "../../../core/autotune/baseline/applied-recipe.ts";
import type { TuneBaseline } from "../../../core/autotune/evidence/tune-comparisons.ts";
import type { TuneVisit } from "../../../core/autotune/evidence/tune-visit.ts";
import { isLagUsual, type VisitRule } from "../../../core/autotune/evidence/visit-outcome.ts";
import type { TuneTrial } from "../../../core/autotune/trial.ts";
import type { TunePlan } from "../../../core/autotune/tune-plan.ts";
import type { TuneProgress } from "../../../core/contract/v1/events.ts";
import type { TpsMethod } from "../../../core/measuring/replicate.ts";
import type { EngineCapability } from "../../../core/serving/capability.ts";
import type { MachineSignals } from "../../host/machine/signals.ts";
import type { Clock } from "../../host/system-clock.ts";
import type { ProviderRunner } from "../provider/provider-runner.ts";
import type { TuneSink } from "../sink.ts";

/** What the agent's model cache tells a run about one model (B41, B22). */
export interface ModelCacheView {
  isCached(model: string): boolean;
  cachedBytes(model: string): number;
}

export type ProgressNews = Omit<TuneProgress, "runId" | "monoMs" | "budgetLeftS" | "best">;

/** M20: the visits of a run so far; `store` resolves after the commit and adds to them. */
export interface VisitLog {
  /** `<name>@<version>`. */
  readonly strategy: string;
  readonly taken: readonly TuneVisit[];
  store(visit: TuneVisit): Promise<void>;
}

/** Everything the two stages of one run share. */
export interface TuneContext {
  readonly runId: string;
  readonly plan: TunePlan;
  readonly port: number;
  readonly runner: ProviderRunner;
  readonly sink: TuneSink;
  readonly visits: VisitLog;
  /** The rows stored so far. */
  readonly trials: readonly TuneTrial[];
  readonly cache: ModelCacheView;
  readonly clock: Clock;
  /** Fires once, for an interrupt or the end of the budget (B91, B92). */
  readonly signal: AbortSignal;
  readonly nonce: () => string;
  readonly signals: () => Promise<MachineSignals>;
  readonly wakeTime: () => Promise<string | null>;
  /** True while another state folder's candidate is alive (B29). */
  readonly isShared: () => Promise<boolean>;
  readonly progress: (news: ProgressNews) => void;
  /** Per-replicate details of `--verbose`. */
  readonly detail: (line: string) => void;
  readonly applied: AppliedRecipe | null;
  /** What is known of the applied recipe in this run (B118). */
  readonly baseline: { current: TuneBaseline | null };
  readonly loadDeadlineMs: number | null;
  readonly pauseMs: number | null;
  readonly lagLimitMs: number | null;
  /** When the provider before stopped, on the monotonic clock; null before the first. */
  readonly lastStop: { monoMs: number | null };
  /** The word count B106 settled, by model. */
  readonly wordCounts: Map<string, number>;
  /** The token-count method the first measured replicate fixed (B112). */
  readonly method: { current: TpsMethod | null };
  /** What the first ready provider said it is; `binary_version` comes from it (A45). The capability is the last one's, for its model (A40). */
  readonly engine: { name: string | null; version: string | null; capability: EngineCapability | null };
}

/** What turns this run's raw records into values, as everyone who reads them again will know it. */
export function ruleOf({ plan, method, visits, trials }: TuneContext): VisitRule {
  return { method: method.current, gateTtftMs: plan.gateTtftMs, isLagUsual: isLagUsual(visits.taken, trials) };
}
