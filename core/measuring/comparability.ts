import { canonicalJson } from "../canonical/jcs.ts";
import { sha256Hex } from "../canonical/sha256.ts";
import type { TpsMethod } from "./replicate.ts";

/** M10: everything that must be equal before two values may stand side by side. */
export interface Comparability {
  engine: string;
  engineVersion: string;
  modelDigest: string;
  /** Chip, memory and OS as one text. */
  machineSpec: string;
  /** Prompt or `profile@version`. */
  profile: string;
  loadShape: string;
  tpsMethod: TpsMethod;
}

/** M10: `cmp_key`, equal exactly when two values may be compared. */
export function comparabilityKey(subject: Comparability): string {
  return sha256Hex(canonicalJson({ ...subject }));
}

/** M10: the first thing that keeps two values apart, as `not compared: …` names it (M27); null when they may be compared. */
export function comparabilityDifference(left: Comparability, right: Comparability): string | null {
  if (comparabilityKey(left) === comparabilityKey(right)) return null;
  if (left.engine !== right.engine) return "different engine";
  if (left.engineVersion !== right.engineVersion) return "different engine version";
  if (left.modelDigest !== right.modelDigest) return "different model";
  if (left.machineSpec !== right.machineSpec) return "different machine";
  if (left.profile !== right.profile) return "different profile version";
  if (left.loadShape !== right.loadShape) return "different load";
  return "different token count method";
}

/** TM9: throws RangeError naming the first difference, because an incomparable comparison is a fault of the caller. */
export function assertComparable(left: Comparability, right: Comparability): void {
  const difference = comparabilityDifference(left, right);
  if (difference !== null) throw new RangeError(`not compared: ${difference}`);
}
