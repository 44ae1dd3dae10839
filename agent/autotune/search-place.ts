import type { AppliedRecipe } from "../../core/autotune/baseline/applied-recipe.ts";
import type { Environment } from "../host/environment.ts";
import type { MachineSignals } from "../host/machine/signals.ts";
import type { ProcessLister } from "./conflicts/detect.ts";
import type { ModelCacheView } from "./search/tune-context.ts";

/** `--drain`: a conflicting provider is stopped for the run and brought back at its end. */
export interface DrainWish {
  readonly graceS: number;
  /** `--restart-foreground`; a console run always (B33). */
  readonly isForegroundRestarted: boolean;
}

/** What a run needs of its machine besides its sink: injected, so that tests bring their own provider and clock. */
export interface SearchPlace {
  readonly stateDir: string;
  readonly environment: Environment;
  /** The provider executable with its leading arguments (B6). */
  readonly binary: readonly string[];
  /** First word of the serve command a run recommends (B69). */
  readonly providerName: string;
  /** Null takes 18080 or the next port no other run holds (B120). */
  readonly port: number | null;
  readonly providerLabel: string | null;
  /** Where providers that are in the way are looked for (B29). */
  readonly processes: ProcessLister;
  /** Null refuses every conflict (B31). */
  readonly drain: DrainWish | null;
  readonly engine: string;
  readonly engineBin: string | null;
  readonly engineThreads: number | null;
  readonly hubCacheDir: string | null;
  /** The config file's own recipe at run start, which Stage 2 measures first (B118). */
  readonly applied: AppliedRecipe | null;
  readonly mayForceKill: boolean;
  readonly isVerbose: boolean;
  readonly cache: ModelCacheView;
  readonly signals: () => Promise<MachineSignals>;
  readonly wakeTime: () => Promise<string | null>;
  readonly newId: () => string;
  readonly nonce: () => string;
  /** Whole number below 2^32 that fixes the random choices of a search whose plan names no key. */
  readonly drawRngKey: () => number;
  /** Tests change them; null keeps the contract's (B22, B24). */
  readonly loadDeadlineMs: number | null;
  readonly stopGraceMs: number | null;
  /** The pause before a repeated block, ms (measurement.md section 10 step 5). */
  readonly pauseMs: number | null;
  /** M5's limit, ms. */
  readonly lagLimitMs: number | null;
}
