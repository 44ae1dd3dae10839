import { hasReason } from "../promotion/decide-promotion.ts";
import type { ApprovalFlag } from "./flags.ts";

type ProposalLife = "open" | "expired" | "superseded" | "rejected" | "promoted";

export interface ApprovalFacts {
  readonly class: string;
  readonly state: ProposalLife;
  /** The proposer cannot approve (AP3). */
  readonly hasFourEyes: boolean;
  readonly isProposer: boolean;
  readonly baseSha: string;
  /** The base's own where only what no sha covers changes (IM17). */
  readonly recipeSha: string;
  /** What is live, read in the transaction of the act. */
  readonly liveSha: string | null;
  /** What was live on the page that the person saw (TU50). */
  readonly shownLiveSha: string | null;
  /** The digest of the page now, and the one the person saw (AP4). */
  readonly snapshot: string;
  readonly shownSnapshot: string;
  /** Flags that need an override. */
  readonly causes: readonly ApprovalFlag[];
  readonly override: { readonly class: string; readonly reason: string } | null;
}

export type Approval =
  | { readonly kind: "approve"; readonly isForced: boolean }
  | { readonly kind: "closed"; readonly state: Exclude<ProposalLife, "open"> }
  | { readonly kind: "four_eyes" }
  | { readonly kind: "already_live" }
  /** The live recipe is not the one that was pinned or shown. */
  | { readonly kind: "stale"; readonly pinned: string | null; readonly live: string | null }
  | { readonly kind: "changed" }
  | {
      readonly kind: "override_needed";
      readonly causes: readonly ApprovalFlag[];
      readonly lacks: "override" | "class" | "reason";
    };

/** Whether a proposal may become live now (AP1, AP3, AP4, AP5, AP7, TU49, TU50). A stale one passes only by force, pinned to the live recipe that the person saw. */
export function decideApproval(facts: ApprovalFacts): Approval {
  const { state, liveSha, shownLiveSha, baseSha, causes, override } = facts;
  if (state !== "open") return { kind: "closed", state };
  if (facts.hasFourEyes && facts.isProposer) return { kind: "four_eyes" };
  if (facts.recipeSha === liveSha && facts.recipeSha !== baseSha) return { kind: "already_live" };
  if (shownLiveSha !== liveSha) return { kind: "stale", pinned: shownLiveSha, live: liveSha };
  if (baseSha !== liveSha && override === null) return { kind: "stale", pinned: baseSha, live: liveSha };
  if (facts.snapshot !== facts.shownSnapshot) return { kind: "changed" };
  if (causes.length === 0) return { kind: "approve", isForced: false };
  if (override === null) return { kind: "override_needed", causes, lacks: "override" };
  if (override.class !== facts.class) return { kind: "override_needed", causes, lacks: "class" };
  if (!hasReason(override.reason)) return { kind: "override_needed", causes, lacks: "reason" };
  return { kind: "approve", isForced: true };
}
