"use client";
import { useMemo } from "react";
import { MemoryFitChart } from "../../../../../_charts/memory-fit-chart.tsx";
import { memoryOf } from "../run-charts.ts";
import { rowHref } from "../trials/trial-link.ts";
import type { TuneDetail, TuneProgressAnswer } from "../tune-detail.ts";

interface StoryMemoryProps {
  detail: TuneDetail;
  progress: TuneProgressAnswer["progress"];
  isLive: boolean;
  provenance: string;
}

/** C-01 under the tree. */
export default function StoryMemory({ detail, progress, isLive, provenance }: StoryMemoryProps) {
  const view = useMemo(() => memoryOf(detail, progress, isLive), [detail, progress, isLive]);
  return <MemoryFitChart view={view} hrefOf={rowHref} provenance={provenance} />;
}
