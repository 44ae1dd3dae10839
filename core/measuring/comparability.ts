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

/** TM9: throws RangeError naming the first difference, because an incomparable comparison is a fault of the caller. */
export function assertComparable(left: Comparability, right: Comparability): void {
  if (comparabilityKey(left) === comparabilityKey(right)) return;
  if (left.engine !== right.engine) throw new RangeError("not compared: different engine");
  if (left.engineVersion !== right.engineVersion) throw new RangeError("not compared: different engine version");
  if (left.modelDigest !== right.modelDigest) throw new RangeError("not compared: different model");
  if (left.machineSpec !== right.machineSpec) throw new RangeError("not compared: different machine");
  if (left.profile !== right.profile) throw new RangeError("not compared: different profile version");
  if (left.loadShape !== right.loadShape) throw new RangeError("not compared: different load");
  throw new RangeError("not compared: different token count method");
}
