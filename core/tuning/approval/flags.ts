import type { ProposalVerdict } from "../proposal/verdict.ts";

/** What speaks against a proposal (console.md, section 7). */
export type ApprovalFlag = "regression" | "inconclusive" | "unconfirmed" | "stale" | "fragile" | "thin";

/** The flags that a typed class name and a reason must override (TU50). */
const OVERRIDDEN: readonly ApprovalFlag[] = ["regression", "inconclusive", "unconfirmed", "stale"];

const ENOUGH_PAIRS = 40;
const ENOUGH_INPUTS = 15;
const FIRM_ENOUGH = 0.667;
const SHARED_ITEMS = 10;

export interface FlagFacts {
  readonly origin: "tune" | "roll_back" | "edit";
  readonly verdict: ProposalVerdict | null;
  /** The method told an interval of the gain; `idw` tells none. */
  readonly hasInterval: boolean;
  readonly baseSha: string;
  readonly recipeSha: string;
  readonly liveSha: string | null;
  /** A confirmation for exactly this base and this proposal passed (TU40). */
  readonly isConfirmed: boolean;
  readonly evidence: {
    readonly pairs: number;
    readonly pairedInputs: number;
    readonly alpha: number | null;
    readonly sharedItems: number;
    readonly confounding: readonly string[];
  } | null;
}

export interface FlagText {
  readonly flag: ApprovalFlag;
  readonly text: string;
}

/** What speaks against a proposal, the gravest first, each with its sentence. A roll back was live before, so it is only ever stale; another text of the same sha changes no pixel, so there is nothing to confirm (IM17). */
export function approvalFlags(facts: FlagFacts): FlagText[] {
  const { origin, verdict, evidence } = facts;
  const flags: FlagText[] = [];
  if (verdict === "regression") {
    flags.push({ flag: "regression", text: "REGRESSION: on held-out images the prediction is not above live." });
  }
  if (facts.baseSha !== facts.liveSha) {
    flags.push({ flag: "stale", text: "The live recipe changed since this was proposed." });
  }
  if (verdict === "inconclusive") {
    const why = facts.hasInterval ? "the interval of the prediction reaches 0" : "this method tells no interval";
    flags.push({ flag: "inconclusive", text: `A gain is not shown: ${why}.` });
  }
  if (origin !== "roll_back" && facts.recipeSha !== facts.baseSha && !facts.isConfirmed) {
    flags.push({ flag: "unconfirmed", text: "No blind confirmation of these two recipes has passed." });
  }
  return evidence === null ? flags : [...flags, ...weakness(evidence)];
}

/** The flag of a tune whose evidence changed since its log was read (AP1); none where nothing did. */
export function changedEvidence(count: number): FlagText[] {
  if (count === 0) return [];
  const what =
    count === 1 ? "1 answer or picture of its evidence was" : `${count} answers or pictures of its evidence were`;
  return [{ flag: "fragile", text: `Since this was tuned, ${what} taken back or corrected.` }];
}

function weakness(evidence: NonNullable<FlagFacts["evidence"]>): FlagText[] {
  const { pairs, pairedInputs, alpha, sharedItems, confounding } = evidence;
  const flags: FlagText[] = confounding.map((text) => ({ flag: "fragile", text: `${text}.` }));
  if (alpha !== null && sharedItems >= SHARED_ITEMS && alpha < FIRM_ENOUGH) {
    flags.push({
      flag: "fragile",
      text: `The raters do not agree: α is ${alpha.toFixed(3)}, ${FIRM_ENOUGH} is enough.`,
    });
  }
  if (pairs < ENOUGH_PAIRS || pairedInputs < ENOUGH_INPUTS) {
    flags.push({
      flag: "thin",
      text: `Thin: ${pairs} paired ratings of ${pairedInputs} images; ${ENOUGH_PAIRS} of ${ENOUGH_INPUTS} are enough.`,
    });
  }
  return flags;
}

/** The flags of a proposal that need an override. */
export function overrideCauses(flags: readonly FlagText[]): ApprovalFlag[] {
  return flags.map(({ flag }) => flag).filter((flag) => OVERRIDDEN.includes(flag));
}
