import type { RouterOutputs } from "../_trpc/procedures.ts";
import type { TuneFate } from "./tune-outcome.ts";

type Tune = RouterOutputs["tunes"]["list"]["rows"][number];

/** The facts of a listed tune that its outcome is said from. */
export function fateOf(tune: Tune): TuneFate {
  return {
    state: tune.state,
    exitReason: tune.exitReason,
    isPartial: tune.winner?.isPartial ?? false,
    hasWinner: tune.winner !== null,
  };
}
