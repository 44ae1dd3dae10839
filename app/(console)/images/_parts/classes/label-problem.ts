import { ClassLabel } from "../../../../../core/imaging/classes.ts";

interface KnownClass {
  label: string;
  origin: string;
}

/** Why a label cannot be added (IM3); null where it can. A label that a log brought may be defined (IM4). */
export function labelProblem(label: string, classes: readonly KnownClass[]): string | null {
  const parsed = ClassLabel.safeParse(label);
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "this is no label";
  const known = classes.find((one) => one.label === label);
  return known === undefined || known.origin === "imported" ? null : `the class ${label} exists already`;
}
