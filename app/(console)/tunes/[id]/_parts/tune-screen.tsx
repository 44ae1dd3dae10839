"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "../../../../_trpc/context.ts";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { isOpen } from "../../../../_words/tune-outcome.ts";
import { ProgressStrip } from "./head/progress-strip.tsx";
import { RunHead } from "./head/run-head.tsx";
import { type RunProgress, runProgress } from "./head/run-progress.ts";
import { runTitle } from "./head/run-title.ts";
import { useElapsed } from "./head/use-elapsed.ts";
import { RunTabs } from "./run-tabs.tsx";
import type { TuneDetail, TuneProgressAnswer } from "./tune-detail.ts";

/** One tune run, live or finished. */
export function TuneScreen({ id }: { id: string }) {
  const trpc = useTRPC();
  const detail = useQuery(trpc.tunes.get.queryOptions({ id }));
  const isLive = detail.data !== undefined && isOpen(detail.data.summary.state);
  const progress = useQuery({ ...trpc.tunes.progress.queryOptions({ id }), enabled: isLive });
  const elapsedMs = useElapsed(detail.data, detail.dataUpdatedAt);
  if (detail.data !== undefined) {
    return <Run detail={detail.data} answer={isLive ? progress.data : undefined} elapsedMs={elapsedMs} />;
  }
  if (detail.error) {
    return (
      <ErrorState error={detail.error} title="This run could not be read." onRetry={() => void detail.refetch()} />
    );
  }
  return (
    <div role="status" aria-label="Loading">
      <Skeleton shape="head" />
      <Skeleton shape="drawing" />
    </div>
  );
}

interface RunProps {
  detail: TuneDetail;
  answer: TuneProgressAnswer | undefined;
  elapsedMs: number | null;
}

function Run({ detail, answer, elapsedMs }: RunProps) {
  const { summary } = detail;
  const isMoving = summary.state === "running" || summary.state === "cancelling";
  const reported = isMoving ? (answer?.progress ?? null) : null;
  const progress: RunProgress | null = reported === null ? null : runProgress(reported, elapsedMs);
  const title = runTitle(summary, progress?.percent ?? null);
  // The document's title is outside React and follows the run (H-06); the framework may set its own after ours.
  useEffect(() => {
    if (document.title !== title) document.title = title;
  });
  return (
    <>
      <RunHead detail={detail} elapsedMs={elapsedMs} />
      {progress === null ? null : (
        <ProgressStrip
          progress={progress}
          elapsedMs={elapsedMs}
          budgetLeftS={reported?.budgetLeftS ?? null}
          isCancelling={summary.state === "cancelling"}
        />
      )}
      <RunTabs detail={detail} progress={reported} isLive={isOpen(summary.state)} />
    </>
  );
}
