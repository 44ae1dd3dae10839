import type { TuneSearchReport } from "../../evidence/search-report.ts";
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
  /** A blocked search worked out from its visits; null for `grid`. */
  search: TuneSearchReport | null;
  /** The fit estimates by candidate; empty where none is known. */
  fits: readonly { rank: number; id: string; needBytes: number | null; budgetBytes: number | null }[];
}
