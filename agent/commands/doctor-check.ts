import { z } from "zod";

/** One check of `espalier doctor`: what was found, how bad it is, what to do. */
export const DoctorCheck = z.strictObject({
  name: z.string(),
  grade: z.enum(["ok", "warning", "problem", "unknown"]),
  evidence: z.string(),
  fix: z.string().nullable(),
});
export type DoctorCheck = z.infer<typeof DoctorCheck>;

const GIB = 2 ** 30;
const SKEW_MS = 5000;

/** A check that found nothing wrong. */
export function okay(name: string, evidence: string): DoctorCheck {
  return { name, grade: "ok", evidence, fix: null };
}

/** CK1: offsets above 5 s are shown. `offsetMs` is this machine's clock minus the console's; null when it did not answer. */
export function checkSkew(offsetMs: number | null): DoctorCheck {
  if (offsetMs === null) return { name: "clock", grade: "unknown", evidence: "no console to compare with", fix: null };
  const evidence = `${Math.round(offsetMs / 1000)} s against the console`;
  if (Math.abs(offsetMs) <= SKEW_MS) return okay("clock", evidence);
  return { name: "clock", grade: "warning", evidence, fix: "turn on automatic time" };
}

/** INV-25: below 256 MiB nothing starts; below 10 GiB a real model may not fit. */
export function checkDisk(freeBytes: number | null): DoctorCheck {
  if (freeBytes === null) return { name: "disk", grade: "unknown", evidence: "free space cannot be read", fix: null };
  const evidence = `${(freeBytes / GIB).toFixed(1)} GiB free`;
  if (freeBytes < GIB / 4) return { name: "disk", grade: "problem", evidence, fix: "free at least 256 MiB" };
  if (freeBytes < 10 * GIB) return { name: "disk", grade: "warning", evidence, fix: "models need room; free 10 GiB" };
  return okay("disk", evidence);
}

/** Memory pressure 4 is critical (LP4); unknown on machines that do not tell. */
export function checkMemory(ramGb: number, pressureLevel: number | null): DoctorCheck {
  const evidence = `${ramGb} GB, pressure ${pressureLevel ?? "not readable"}`;
  if (pressureLevel !== null && pressureLevel >= 4) {
    return { name: "memory", grade: "problem", evidence, fix: "close what uses memory" };
  }
  if (pressureLevel !== null && pressureLevel >= 2) {
    return { name: "memory", grade: "warning", evidence, fix: "close what uses memory" };
  }
  return okay("memory", evidence);
}
