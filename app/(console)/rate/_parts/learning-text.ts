interface Learned {
  class: string;
  state: "collecting" | "computable" | "ready" | "confirmed" | "promoted";
  missing: readonly string[];
  heldOut: { n: number; error: number; before: number | null } | null;
}

/** A change below this rounds to nothing as it is shown. */
const LEAST_SHOWN = 0.005;

/** The tuner's state of a class and the move of its held-out error, as one line of the bench. */
export function learningText({ class: label, state, missing, heldOut }: Learned): string {
  const waits = missing.length === 0 ? "" : `; missing: ${missing.join(", ")}`;
  return `${label} is ${state}${waits}.${heldOut === null ? "" : ` ${errorText(heldOut)}`}`;
}

function errorText({ n, error, before }: NonNullable<Learned["heldOut"]>): string {
  const now = `On ${n} held-out scores the prediction is off by ${error.toFixed(2)} stars`;
  if (before === null) return `${now}.`;
  const change = error - before;
  if (Math.abs(change) < LEAST_SHOWN) return `${now}, as when you began.`;
  return `${now}, ${Math.abs(change).toFixed(2)} ${change < 0 ? "less" : "more"} than when you began.`;
}
