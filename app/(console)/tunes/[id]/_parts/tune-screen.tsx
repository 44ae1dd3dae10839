"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
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
import { useReplay } from "./replay/use-replay.ts";
import { RunTabs } from "./run-tabs.tsx";
import type { TuneDetail, TuneProgressAnswer } from "./tune-detail.ts";

const ReplayBar = dynamic(() => import("./replay/replay-bar.tsx"), { ssr: false });

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
  const replay = useReplay(detail);
  const moment = replay?.moment ?? null;
  const shown = moment?.detail ?? detail;
  const shownMs = moment === null ? elapsedMs : (replay?.ms ?? null);
  const { summary } = shown;
  const isMoving = summary.state === "running" || summary.state === "cancelling";
  const reported = moment === null ? (isMoving ? (answer?.progress ?? null) : null) : moment.progress;
  const progress: RunProgress | null = reported === null ? null : runProgress(reported, shownMs);
  const title = runTitle(detail.summary, moment === null ? (progress?.percent ?? null) : null);
  // The document's title is outside React and follows the run (H-06); the framework may set its own after ours.
  useEffect(() => {
    if (document.title !== title) document.title = title;
  });
  return (
    <>
      <RunHead detail={shown} elapsedMs={shownMs} isReplay={moment !== null} />
      {replay === null || moment === null ? null : <ReplayBar replay={replay} />}
      {progress === null ? null : (
        <ProgressStrip
          progress={progress}
          elapsedMs={shownMs}
          budgetLeftS={reported?.budgetLeftS ?? null}
          isCancelling={summary.state === "cancelling"}
        />
      )}
      <RunTabs detail={shown} progress={reported} isLive={isOpen(summary.state)} replay={replay} />
    </>
  );
}
