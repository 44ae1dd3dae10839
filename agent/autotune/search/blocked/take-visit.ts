import type { TuneVisit } from "../../../../core/autotune/evidence/tune-visit.ts";
import type { ProgressNews, TuneContext } from "../tune-context.ts";
import { type VisitSpec, visit } from "../visit.ts";
import { type VisitPlace, visitRecord } from "./visit-record.ts";

export type TakenVisit =
  | { readonly kind: "taken"; readonly visit: TuneVisit }
  | { readonly kind: "stopped" }
  | { readonly kind: "stuck"; readonly pid: number };

export interface VisitAsk {
  readonly place: VisitPlace;
  readonly news: ProgressNews;
  /** What differs from one warm-up and one volley. */
  readonly change?: Partial<Pick<VisitSpec, "replicates" | "isEnough" | "afterWarmUp">>;
  readonly quality?: () => TuneVisit["quality"];
}

/** One provider start, warm-up and volley, committed before anything else happens (M20); one that was interrupted leaves nothing (B91). */
export async function takeVisit(context: TuneContext, ask: VisitAsk): Promise<TakenVisit> {
  const { place, news, change } = ask;
  const result = await visit(context, {
    model: place.model,
    passed: place.requested,
    replicates: 1,
    volleySize: place.knobs.maxBatch ?? 1,
    news,
    ...change,
  });
  if (result.kind !== "visited") return result;
  const taken = visitRecord(context, place, { record: result.record, quality: ask.quality?.() ?? null });
  await context.visits.store(taken);
  return { kind: "taken", visit: taken };
}
