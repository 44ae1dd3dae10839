export type WriteDecision = "has_it" | "write" | "conflict";

/** What an apply job may do by the `recipe_sha` that is on the Mac's disk now (protocol section 9, TU51); only the pinned base is replaced. */
export function decideWrite(held: string | null, pins: { baseHash: string | null; targetHash: string }): WriteDecision {
  if (held === pins.targetHash) return "has_it";
  return held === pins.baseHash ? "write" : "conflict";
}
