"use client";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { asEstimate, formatTps } from "../../../core/units/quantities.ts";
import { useTRPC } from "../../_trpc/context.ts";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { Progress } from "../../_ui/values/progress.tsx";
import { RelativeTime } from "../../_ui/values/relative-time.tsx";
import { Status } from "../../_ui/values/status.tsx";
import { fateOf } from "../../_words/fate-of.ts";
import { phaseWords, progressShare } from "../../_words/phase-words.ts";
import { progressFacts } from "../../_words/progress-facts.ts";
import { roughDuration } from "../../_words/rough-duration.ts";
import { tuneOutcome } from "../../_words/tune-outcome.ts";

type Tune = RouterOutputs["today"]["get"]["running"][number];
type TuneProgress = NonNullable<RouterOutputs["tunes"]["progress"]["progress"]>;

const WAITING = "no step reported yet";
const IN_QUEUE = "waits in its machine's queue";

/** One tune under way: where it is, how far, what is best so far. */
export function RunningTune({ tune }: { tune: Tune }) {
  const trpc = useTRPC();
  const answer = useQuery(trpc.tunes.progress.queryOptions({ id: tune.id }));
  const progress = answer.data?.progress ?? null;
  const outcome = tuneOutcome(fateOf(tune));
  return (
    <article className="grid gap-x-12 gap-y-2 border-b border-line py-3 first:border-t md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_10rem]">
      <p>
        <Link href={`/tunes/${tune.id}`} className="font-medium hover:underline">
          <span className="font-mono text-meta">{tune.label}</span> on {tune.hostName}
        </Link>
        <span className="block text-meta text-ink-3">
          {tune.candidateCount} candidates at context {tune.targetContext.toLocaleString("en-US")}
          {tune.startedAt === null ? null : (
            <>
              , started <RelativeTime at={tune.startedAt} />
            </>
          )}
        </span>
      </p>
      <Progress
        label={`${tune.label} on ${tune.hostName}`}
        share={progress === null ? null : progressShare(progressFacts(progress))}
        text={
          progress === null
            ? tune.state === "queued"
              ? IN_QUEUE
              : WAITING
            : `${phaseWords(progressFacts(progress))}${etaWords(progress)}`
        }
      />
      <p className="md:text-right">
        <Status level={outcome.level}>{outcome.word}</Status>
        {progress?.best === undefined ? null : (
          <span className="block text-meta text-ink-3">
            best so far <span className="measured-figure">{formatTps(progress.best.tpsMedian)}</span>
          </span>
        )}
      </p>
    </article>
  );
}

function etaWords(progress: TuneProgress): string {
  return progress.etaMs === undefined ? "" : `, ${asEstimate(roughDuration(progress.etaMs))} left`;
}
