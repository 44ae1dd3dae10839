/** Why a revoke that came from elsewhere takes nothing back. */
export type RevokeRefusal = "in_confirmation" | "given_here" | "other_rater" | "other_source";

/** The event that a revoke names, as it is stored here. */
export interface RevokeTarget {
  readonly origin: "console" | "share" | "import";
  /** The Macs that sent it: the one it came from, and one that shared an imported one again. */
  readonly agentIds: readonly string[];
  readonly raterId: string | null;
  /** A verdict of a confirmation of this console (TU40). */
  readonly isInConfirmation: boolean;
}

export interface ForeignRevoke {
  readonly origin: "share" | "import";
  readonly agentId: string | null;
  readonly raterId: string;
}

/** Whether a revoke of an imported or shared log takes its event back: only what the same source wrote, of the same rater, and nothing that was judged here (IM33). Null where it does. */
export function refusalOf(target: RevokeTarget, revoke: ForeignRevoke): RevokeRefusal | null {
  if (target.isInConfirmation) return "in_confirmation";
  if (target.origin === "console") return "given_here";
  if (target.raterId !== revoke.raterId) return "other_rater";
  return isOwn(target, revoke) ? null : "other_source";
}

function isOwn(target: RevokeTarget, revoke: ForeignRevoke): boolean {
  if (revoke.origin === "import") return target.origin === "import";
  return revoke.agentId !== null && target.agentIds.includes(revoke.agentId);
}
