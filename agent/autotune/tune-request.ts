import type { TunePlan } from "../../core/autotune/tune-plan.ts";
import type { MachineFacts } from "../../core/contract/v1/facts.ts";
import type { EngineCapability } from "../../core/serving/capability.ts";
import type { Clock } from "../host/system-clock.ts";
import type { TuneRunStart } from "./channel.ts";
import type { TuneIo } from "./emit.ts";
import type { Interruption } from "./interruption.ts";
import type { SearchPlace } from "./search-place.ts";
import type { TuneSink } from "./sink.ts";

/** What one tune run is asked to do. */
export interface TuneRequest {
  readonly runId: string;
  readonly plan: TunePlan;
  readonly origin: TuneRunStart["origin"];
  readonly jobId: string | null;
  readonly wantsJson: boolean;
  /** `--apply`: write the winner into the config file at the end (B77). */
  readonly wantsApply: boolean;
}

/** Where it happens: the machine, its stores and its clock. */
export interface TunePlace extends SearchPlace {
  readonly sink: TuneSink;
  readonly io: TuneIo;
  readonly clock: Clock;
  readonly facts: MachineFacts;
  readonly capability: EngineCapability | null;
  /** The version another provider binary prints of itself, null for our own executable (A45). */
  readonly providerVersion: string | null;
  readonly interruption: Interruption;
  readonly dbPath: string;
  /** The config file `--apply` writes. */
  readonly configPath: string;
}
