import type { EngineCapability } from "../../../core/serving/capability.ts";
import { matchKnob } from "../../../core/serving/knob-match.ts";
import { KNOB_WIRE_NAME, KnobName, type KnobReadings, type KnobSettings } from "../../../core/serving/knobs.ts";
import type { EngineReadBack } from "../../engines/engine.ts";

export type ReadingFacts = {
  readonly requested: KnobSettings;
  readonly readBack: EngineReadBack;
  /** What serve runs with: its gate's cap and its semaphore. */
  readonly running: { readonly maxContext: number; readonly maxBatch: number };
  readonly capability: EngineCapability;
};

/**
 * A42: requested against effective, per knob. What the engine does not report but serve itself holds is `argv`: the cap by
 * a tokenizer gate and the concurrency by the semaphore, unless the engine's claim is unverified. A knob the engine cannot
 * take was never passed to it (A43).
 */
export function knobReadings({ requested, readBack, running, capability }: ReadingFacts): KnobReadings {
  const held = heldBySelf(running, capability);
  const reading = (name: KnobName) => {
    const asked = requested[name];
    if (readBack[name].source === "engine") {
      return { requested: asked, effective: readBack[name].effective, source: "engine" as const };
    }
    if (asked !== null && !canTake(capability, name)) {
      return { requested: asked, effective: null, source: "argv" as const };
    }
    const own = held[name];
    return own === undefined
      ? { requested: asked, effective: null, source: "unknown" as const }
      : { requested: asked, effective: own, source: "argv" as const };
  };
  return { kvBits: reading("kvBits"), maxBatch: reading("maxBatch"), maxContext: reading("maxContext") };
}

/** A43: whether the engine can take the knob at all. */
function canTake(capability: EngineCapability, name: KnobName): boolean {
  switch (name) {
    case "kvBits":
      return capability.kvBits !== null;
    case "maxBatch":
      return capability.maxBatch;
    case "maxContext":
      return capability.maxContext;
  }
}

function heldBySelf({ maxContext, maxBatch }: ReadingFacts["running"], capability: EngineCapability) {
  const isClaimOpen = (name: KnobName) => capability.unverified.includes(name);
  return {
    kvBits: undefined,
    maxBatch: isClaimOpen("maxBatch") ? undefined : maxBatch,
    maxContext: capability.contextGate === "tokenizer" && !isClaimOpen("maxContext") ? maxContext : undefined,
  };
}

/** A43: one warning per knob that was asked for and not passed on. */
export function notAppliedLines(requested: KnobSettings, capability: EngineCapability): string[] {
  return KnobName.options.flatMap((name) => {
    if (requested[name] === null || canTake(capability, name)) return [];
    const reason = capability.reasons?.[name] ?? `${capability.engine} cannot take this knob`;
    return [`${KNOB_WIRE_NAME[name]} not applied, unsupported by backend: ${reason}`];
  });
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
