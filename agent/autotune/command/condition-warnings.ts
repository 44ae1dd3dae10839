import type { MachineSignals } from "../../host/machine/signals.ts";

/** B101: what a run by hand says of the machine's condition before it goes on all the same; unknown passes. */
export function conditionWarnings(signals: MachineSignals): string[] {
  const found = [
    signals.powerSource === "battery" && "on battery",
    signals.isLowPowerMode === true && "Low Power Mode is on",
    (signals.thermalLevel ?? 0) >= 2 && "the machine is hot",
    (signals.memoryPressureLevel ?? 1) >= 2 && "memory is under pressure",
  ];
  return found.flatMap((what) => (what === false ? [] : [`warning: ${what}; measured values may be lower`]));
}
