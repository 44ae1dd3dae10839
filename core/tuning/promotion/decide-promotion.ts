import type { ProposalReading, ReadProposal } from "../proposal/read.ts";

/** Fewest characters of a typed reason (TU50, AP5). */
export const LEAST_REASON = 10;

export interface PromotionFacts {
  readonly class: string;
  /** Null when there is no proposal file. */
  readonly reading: ProposalReading | null;
  /** Recomputed from the proposal's steps; null when the recipe in it is invalid. */
  readonly contentSha: string | null;
  /** Read right before the act. */
  readonly liveSha: string;
  /** A confirmation for exactly base sha and proposal sha passed (TU40). */
  readonly isConfirmed: boolean;
  readonly isForced: boolean;
  readonly reason: string | null;
}

export type Promotion =
  | { readonly kind: "promote"; readonly proposal: ReadProposal; readonly isOverride: boolean }
  | { readonly kind: "no_proposal" }
  | { readonly kind: "proposal_inconsistent"; readonly detail: string }
  | { readonly kind: "base_changed"; readonly pinned: string; readonly live: string }
  | { readonly kind: "not_confirmed" };

/** The gates of section 10 in order: the file, the pin, the confirmation (TU47). */
export function decidePromotion(facts: PromotionFacts): Promotion {
  const { reading, liveSha } = facts;
  if (reading === null) return { kind: "no_proposal" };
  if (reading.kind === "proposal_inconsistent") return reading;
  const { proposal } = reading;
  const detail = contentProblem(facts, proposal);
  if (detail !== null) return { kind: "proposal_inconsistent", detail };
  const isStale = proposal.baseSha !== liveSha;
  if (isStale && !facts.isForced) return { kind: "base_changed", pinned: proposal.baseSha, live: liveSha };
  const isUnconfirmed = proposal.method === "gp" && (isStale || !facts.isConfirmed);
  if (isUnconfirmed && !(facts.isForced && hasReason(facts.reason))) return { kind: "not_confirmed" };
  return { kind: "promote", proposal, isOverride: isStale || isUnconfirmed };
}

function contentProblem(facts: PromotionFacts, proposal: ReadProposal): string | null {
  if (proposal.class !== facts.class) return `the proposal is for class ${proposal.class}`;
  if (facts.contentSha === null) return "the recipe in it is not valid";
  if (facts.contentSha !== proposal.sha) return `its steps have the sha ${facts.contentSha}, it claims ${proposal.sha}`;
  return null;
}

/** A reason counts from ten characters on, blanks at its ends not counted. */
export function hasReason(reason: string | null): boolean {
  return reason !== null && reason.trim().length >= LEAST_REASON;
}
