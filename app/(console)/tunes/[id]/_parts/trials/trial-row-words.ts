import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { matchKnobs } from "../../../../../../core/serving/knob-match.ts";
import { KNOB_ORDER, KNOB_WIRE_NAME } from "../../../../../../core/serving/knob-wire-name.ts";
import { formatKnob } from "../../../../../../core/units/knobs.ts";

/** Requested against effective, knob by knob: "as requested", what differs, or what could not be read (A42). */
export function effectiveWords(trial: TuneTrial): string {
  if (trial.effective === null) return "not read";
  const matches = matchKnobs(trial.effective);
  const parts = KNOB_ORDER.flatMap((name) => {
    const reading = trial.effective?.[name];
    if (!reading || matches[name] === "match") return [];
    const wire = KNOB_WIRE_NAME[name];
    if (matches[name] === "not-verifiable") return [`${wire} could not be read`];
    return [`${wire} asked ${formatKnob(reading.requested)}, runs ${formatKnob(reading.effective)}`];
  });
  return parts.length === 0 ? "as requested" : parts.join("; ");
}

/** Whether a row is one that `f` stops at (H-27). */
function isFailedTrial(trial: TuneTrial): boolean {
  return !trial.isFeasible;
}

/** The failed row after `current`, from the top again at the end; null when none failed. */
export function nextFailure(trials: readonly TuneTrial[], current: number | null): number | null {
  const failed = trials.filter(isFailedTrial).map((trial) => trial.localId);
  return failed.find((localId) => current === null || localId > current) ?? failed[0] ?? null;
}
