import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { measureVolley } from "../../../../../../core/measuring/volley.ts";
import { formatLatency, formatTps } from "../../../../../../core/units/quantities.ts";

export interface ReplicateRow {
  key: string;
  trialLocalId: number;
  name: string;
  tps: string;
  ttft: string;
  requests: number;
  tokens: string;
  note: string;
}

/** Every stored volley of the run, warm-ups named as such and without a figure that counts (M13, M17). */
export function replicateRows(trials: readonly TuneTrial[]): ReplicateRow[] {
  return trials.flatMap((trial) =>
    trial.replicates.map((replicate): ReplicateRow => {
      const volley = measureVolley(replicate.requests, trial.tpsMethod ?? "deltas");
      const events = replicate.requests.reduce((sum, request) => sum + request.stampsUs.length, 0);
      return {
        key: `${trial.localId}-${replicate.index}`,
        trialLocalId: trial.localId,
        name: replicate.isWarmUp ? "warm-up, not counted" : `replicate ${replicate.index}`,
        tps: volley.kind === "ok" ? formatTps(volley.tps) : "–",
        ttft: volley.kind === "ok" ? formatLatency(volley.ttftMs) : "–",
        requests: replicate.requests.length,
        tokens: events.toLocaleString("en-US"),
        note: [volley.kind === "failed" ? volley.reason : null, ...replicate.flags]
          .filter((word) => word !== null)
          .join(" · "),
      };
    }),
  );
}
