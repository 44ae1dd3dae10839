/** Fewest compatible rated runs of a tune (TU9). */
const LEAST_RATED_RUNS = 20;

type TunerState = "collecting" | "computable" | "ready" | "confirmed" | "promoted";

const READY_PAIRS = 40;
const READY_INPUTS = 15;
const FIRM_ENOUGH = 0.667;
const SHARED_ITEMS = 10;

export interface StateFacts {
  readonly ratedRuns: number;
  readonly argumentSets: number;
  /** Tunables of the live recipe, and those of them that some rated run has another value of (TU13). */
  readonly tunables: number;
  readonly triedTunables: number;
  /** The open proposal of the class. */
  readonly proposal: {
    readonly method: "gp" | "idw";
    readonly gainLower: number | null;
    readonly delta: number;
  } | null;
  readonly pairedRatings: number;
  readonly pairedInputs: number;
  /** Krippendorff's ordinal α, null where nothing was rated twice. */
  readonly alpha: number | null;
  /** Items that at least two raters share. */
  readonly sharedItems: number;
  readonly confounding: readonly { readonly text: string }[];
  /** A confirmation passed for exactly this base and this proposal (TU40). */
  readonly isConfirmed: boolean;
  /** The proposal's recipe is live. */
  readonly isPromoted: boolean;
}

interface ClassState {
  readonly state: TunerState;
  /** What the next state waits for, each in words (TU31). */
  readonly missing: readonly string[];
}

/** How far a class is, and what is missing for the next state (TU37). */
export function classState(facts: StateFacts): ClassState {
  if (facts.proposal !== null && facts.isPromoted) return { state: "promoted", missing: [] };
  if (facts.proposal !== null && facts.isConfirmed) return { state: "confirmed", missing: [] };
  const few = LEAST_RATED_RUNS - facts.ratedRuns;
  if (few > 0) return { state: "collecting", missing: [`${few} more rated ${few === 1 ? "run" : "runs"}`] };
  if (facts.argumentSets < 2) return { state: "collecting", missing: ["rated runs with a second argument set"] };
  if (facts.tunables === 0) return { state: "collecting", missing: ["a tunable parameter in the live recipe"] };
  if (facts.triedTunables === 0)
    return { state: "collecting", missing: ["rated runs with another value of a tunable"] };
  const missing = missingForReady(facts);
  if (missing.length > 0) return { state: "computable", missing };
  return { state: "ready", missing: ["a passed blind confirmation"] };
}

function missingForReady(facts: StateFacts): string[] {
  const { proposal, alpha } = facts;
  const missing: string[] = [];
  if (proposal === null || proposal.method !== "gp") missing.push("a gp proposal");
  const pairs = READY_PAIRS - facts.pairedRatings;
  if (pairs > 0) missing.push(`${pairs} more paired ${pairs === 1 ? "rating" : "ratings"}`);
  const inputs = READY_INPUTS - facts.pairedInputs;
  if (inputs > 0) missing.push(`paired ratings of ${inputs} more ${inputs === 1 ? "image" : "images"}`);
  if (proposal?.method === "gp" && (proposal.gainLower ?? 0) <= 0) missing.push("a lower bound of the gain above 0");
  if (proposal !== null && proposal.delta <= 0) missing.push("a gain on held-out images");
  if (alpha !== null && facts.sharedItems >= SHARED_ITEMS && alpha < FIRM_ENOUGH) {
    missing.push(`agreement of the raters: α is ${alpha.toFixed(3)}, ${FIRM_ENOUGH} needed`);
  }
  return [...missing, ...facts.confounding.map(({ text }) => `paired ratings: ${text}`)];
}
