import { KnobSettings } from "../../../../../../core/serving/knobs.ts";
import type { ProbedLevel } from "../../../../../_charts/prepare/probes/probe-history.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";

export type Probe = RouterOutputs["probes"]["list"]["rows"][number];
type Level = Probe["levels"][number];

function levelOf(probe: Probe, level: Level, at: string): ProbedLevel {
  const knobs = probe.provider?.knobs ?? null;
  return {
    probeId: probe.id,
    level: level.level,
    atMs: Date.parse(at),
    profile: probe.profile,
    load: level.loadText,
    model: probe.provider?.model ?? "unknown model",
    knobs: knobs === null ? null : requestedOf(knobs),
    tps: level.decodeTpsMedian,
    ttftMs: level.ttft?.median ?? null,
    n: level.ok,
    cmpKey: level.cmpKey,
  };
}

function requestedOf(knobs: NonNullable<NonNullable<Probe["provider"]>["knobs"]>) {
  return KnobSettings.parse({
    kvBits: knobs.kvBits.requested,
    maxBatch: knobs.maxBatch.requested,
    maxContext: knobs.maxContext.requested,
  });
}

/** Every load level of the probes that have ended, for the chart. */
export function probedLevels(probes: readonly Probe[]): ProbedLevel[] {
  return probes.flatMap((probe) => {
    const at = probe.endedAt;
    return at === null ? [] : probe.levels.map((level) => levelOf(probe, level, at));
  });
}
