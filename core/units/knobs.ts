import { KNOB_ORDER, KNOB_WIRE_NAME } from "../serving/knob-wire-name.ts";
import type { KnobSettings } from "../serving/knobs.ts";

/** B72, H-19: a knob that was not set reads "unset" wherever a person reads it. */
export function formatKnob(value: number | null): string {
  return value === null ? "unset" : String(value);
}

/** The three knobs under their wire names, as reasons and log lines name a cell (B65). */
export function formatKnobs(knobs: KnobSettings): string {
  return KNOB_ORDER.map((name) => `${KNOB_WIRE_NAME[name]}=${formatKnob(knobs[name])}`).join(", ");
}
