import { isSameModel } from "../../../../../../core/serving/model-id.ts";
import type { TuneDetail, TuneSummary } from "../tune-detail.ts";

/** The runs right before and after this one on its machine; pairs are neighbours in the order ABBA (M28). */
export function neighbourIds(rows: readonly TuneSummary[], own: TuneSummary): string[] {
  const started = rows
    .flatMap((row) =>
      row.startedAt === null ? [] : [{ id: row.id, atMs: Date.parse(row.startedAt), count: row.candidateCount }],
    )
    .sort((left, right) => left.atMs - right.atMs);
  const at = started.findIndex(({ id }) => id === own.id);
  if (at < 0 || own.candidateCount !== 1) return [];
  return [started[at - 1], started[at + 1]].flatMap((row) => (row === undefined || row.count !== 1 ? [] : [row.id]));
}

/** The neighbour that measured the same single model in the opposite cell order; null when there is none. */
export function orderPair(
  own: TuneDetail,
  neighbours: readonly TuneDetail[],
): { forward: TuneDetail; reverse: TuneDetail } | null {
  const model = own.plan.candidates[0]?.id;
  const wanted = { grid: "grid-reverse", "grid-reverse": "grid", "blocked-halving": null }[own.plan.strategy];
  const other = neighbours.find(({ plan }) => {
    const theirs = plan.candidates[0]?.id;
    const isModel = model !== undefined && theirs !== undefined && isSameModel(model, theirs);
    return plan.strategy === wanted && isModel && plan.targetContext === own.plan.targetContext;
  });
  if (other === undefined) return null;
  return own.plan.strategy === "grid" ? { forward: own, reverse: other } : { forward: other, reverse: own };
}
