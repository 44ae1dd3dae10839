import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import { countAgreeing } from "../../../../core/autotune/quality/compare-answers.ts";
import { QUESTIONS } from "../../../../core/autotune/quality/questions.ts";
import type { KnobSettings } from "../../../../core/serving/knobs.ts";
import type { ProbeAim } from "../../../measure/measure-volley.ts";
import type { TuneContext } from "../tune-context.ts";
import { askQuestions, type Round } from "./ask-questions.ts";
import { qualityPlace, type SearchGround } from "./search-places.ts";
import { type TakenVisit, takeVisit } from "./take-visit.ts";

/** The reference's first answers of the task under way, in memory only. */
export interface QualityMemory {
  reference: readonly string[];
}

export interface QualityAsk {
  readonly ground: SearchGround;
  readonly knobs: KnobSettings;
  /** The unquantised cell answers twice, each subject once. */
  readonly isReference: boolean;
  readonly memory: QualityMemory;
}

/** Step 6 for one cell: a start and its warm-up, then the questions; only counts leave this function (M17). */
export async function qualityVisit(context: TuneContext, ask: QualityAsk): Promise<TakenVisit> {
  const { ground, knobs, isReference, memory } = ask;
  const counted: { quality: TuneVisit["quality"] } = { quality: null };
  const afterWarmUp = async (aim: ProbeAim, wordCount: number): Promise<string | null> => {
    const first: Round = await askQuestions(aim, wordCount);
    if (first.kind === "failed") return first.reason;
    if (!isReference) {
      counted.quality = countsOf({ agreeing: countAgreeing(memory.reference, first.texts), selfAgreeing: null });
      return null;
    }
    const second = await askQuestions(aim, wordCount);
    if (second.kind === "failed") return second.reason;
    memory.reference = first.texts;
    counted.quality = countsOf({ agreeing: null, selfAgreeing: countAgreeing(first.texts, second.texts) });
    return null;
  };
  return takeVisit(context, {
    place: qualityPlace(ground, knobs, context.visits.taken.filter(({ kind }) => kind === "quality").length + 1),
    news: { phase: "stage2", model: ground.model, knobs, note: "quality guard: 40 questions" },
    change: { replicates: 0, afterWarmUp },
    quality: () => counted.quality,
  });
}

function countsOf(counts: { agreeing: number | null; selfAgreeing: number | null }): TuneVisit["quality"] {
  return { asked: QUESTIONS.length, ...counts };
}
