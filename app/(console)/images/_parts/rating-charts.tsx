"use client";
import { useMemo } from "react";
import { type ClassRatings, prepareRatingProgress } from "../../../_charts/prepare/ratings/rating-progress.ts";
import { prepareRatingSpread, type RecipeScoreCounts } from "../../../_charts/prepare/ratings/rating-spread.ts";
import { RatingProgressChart } from "../../../_charts/rating-progress-chart.tsx";
import { RatingSpreadChart } from "../../../_charts/rating-spread-chart.tsx";

interface RatingChartsProps {
  scores: readonly RecipeScoreCounts[];
  progress: readonly ClassRatings[];
  /** When the figures were read, ISO. */
  at: string;
}

/** C-11 and C-13, of all classes or of one. */
export function RatingCharts({ scores, progress, at }: RatingChartsProps) {
  const spread = useMemo(() => prepareRatingSpread(scores), [scores]);
  const towards = useMemo(() => prepareRatingProgress(progress), [progress]);
  const provenance = `Images, ${at.slice(0, 16)} UTC`;
  const hrefOf = (row: { subject?: string }) =>
    row.subject === undefined ? undefined : `/images/${encodeURIComponent(row.subject)}`;
  return (
    <>
      {scores.length === 0 ? null : <RatingSpreadChart view={spread} hrefOf={hrefOf} provenance={provenance} />}
      <RatingProgressChart view={towards} hrefOf={hrefOf} provenance={provenance} />
    </>
  );
}
