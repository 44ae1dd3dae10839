import { KNOB_ORDER, KNOB_WIRE_NAME } from "./knob-wire-name.ts";
import type { KnobName, KnobReading, KnobReadings } from "./knobs.ts";

type KnobMatch = "match" | "drift" | "not-verifiable";

/** A42 for one knob: unset always matches, an unread set one is neither match nor drift, an engine context above the cap is padding. */
export function matchKnob(name: KnobName, reading: KnobReading): KnobMatch {
  if (reading.requested === null) return "match";
  if (reading.source === "unknown") return "not-verifiable";
  if (reading.effective === null) return "drift";
  if (name === "maxContext") return reading.effective >= reading.requested ? "match" : "drift";
  return reading.effective === reading.requested ? "match" : "drift";
}

/** A42 for one provider start, by knob. */
export function matchKnobs(readings: KnobReadings): Record<KnobName, KnobMatch> {
  return {
    kvBits: matchKnob("kvBits", readings.kvBits),
    maxBatch: matchKnob("maxBatch", readings.maxBatch),
    maxContext: matchKnob("maxContext", readings.maxContext),
  };
}

/** B105: the reason a cell whose effective knob differs is out of the choice, or null. Names the first knob that drifted. */
export function effectiveDiffers(readings: KnobReadings): string | null {
  const matches = matchKnobs(readings);
  const drifted = KNOB_ORDER.find((name) => matches[name] === "drift");
  if (drifted === undefined) return null;
  const { requested, effective } = readings[drifted];
  return `effective differs: ${KNOB_WIRE_NAME[drifted]} requested ${requested ?? "unset"}, effective ${effective ?? "unset"}`;
}
