import type { TuneVisit } from "../../evidence/tune-visit.ts";
import type { RecommendationDocument } from "../../recommendation-document.ts";
import type { TuneTrial } from "../../trial.ts";
import type { TunePlan } from "../../tune-plan.ts";

/** Everything the sentences are built from: stored rows, nothing else (E2). */
export interface TuneStory {
  plan: TunePlan;
  trials: readonly TuneTrial[];
  visits: readonly TuneVisit[];
  document: RecommendationDocument | null;
  /** The fit estimates by candidate; empty where none is known. */
  fits: readonly { rank: number; id: string; needBytes: number | null; budgetBytes: number | null }[];
}
