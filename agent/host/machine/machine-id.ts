import { createHmac } from "node:crypto";

/** B127: a keyed hash, so that the console can tell machines apart without knowing a serial number. */
export function machineIdOf(platformId: string): string {
  return createHmac("sha256", "espalier machine id v1").update(platformId).digest("hex");
}
