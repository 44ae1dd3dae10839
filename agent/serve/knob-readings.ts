import { matchKnob } from "../../core/serving/knob-match.ts";
import { KNOB_WIRE_NAME, KnobName, type KnobReadings, type KnobSettings } from "../../core/serving/knobs.ts";
import type { EngineReadBack } from "../engines/engine.ts";

/** A42: requested against effective, per knob. What the engine does not report but serve itself holds comes from `held`. */
export function knobReadings(
  requested: KnobSettings,
  readBack: EngineReadBack,
  held: Partial<KnobSettings>,
): KnobReadings {
  const reading = (name: KnobName) => {
    const { effective, source } = readBack[name];
    if (source === "engine") return { requested: requested[name], effective, source };
    const own = held[name];
    return own === undefined
      ? { requested: requested[name], effective: null, source: "unknown" as const }
      : { requested: requested[name], effective: own, source: "argv" as const };
  };
  return { kvBits: reading("kvBits"), maxBatch: reading("maxBatch"), maxContext: reading("maxContext") };
}

/** A42: one line per knob that runs differently from what was asked. */
export function driftLines(readings: KnobReadings): string[] {
  return KnobName.options.flatMap((name) => {
    const { requested, effective } = readings[name];
    return matchKnob(name, readings[name]) === "drift"
      ? [`knob ${KNOB_WIRE_NAME[name]} requested ${requested ?? "unset"} effective ${effective ?? "unset"}`]
      : [];
  });
}
