import Link from "next/link";
import { tpsFigure } from "../../../core/autotune/select.ts";
import { modelLabel } from "../../../core/serving/model-id.ts";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { EmptyState } from "../../_ui/states/empty-state.tsx";
import { Metric } from "../../_ui/values/metric.tsx";
import { RelativeTime } from "../../_ui/values/relative-time.tsx";
import { Status } from "../../_ui/values/status.tsx";
import { fateOf } from "../../_words/fate-of.ts";
import { tuneOutcome } from "../../_words/tune-outcome.ts";

type Tune = RouterOutputs["today"]["get"]["finished"][number];

/** What ended, newest first. */
export function RecentTunes({ tunes }: { tunes: readonly Tune[] }) {
  if (tunes.length === 0) {
    return (
      <EmptyState title="No tune has ended yet.">
        Each ended tune stands here with its winner, or with the reason there is none.
      </EmptyState>
    );
  }
  return (
    <ul className="border-t border-line">
      {tunes.map((tune) => (
        <RecentTune key={tune.id} tune={tune} />
      ))}
    </ul>
  );
}

function RecentTune({ tune }: { tune: Tune }) {
  const outcome = tuneOutcome(fateOf(tune));
  const { winner } = tune;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-8 gap-y-1 border-b border-line py-2 md:grid-cols-[minmax(0,14rem)_minmax(0,10rem)_minmax(0,1fr)_auto] md:items-baseline">
      <Link href={`/tunes/${tune.id}`} className="hover:underline">
        <span className="font-mono text-meta">{tune.label}</span> on {tune.hostName}
      </Link>
      <Status level={outcome.level}>{outcome.word}</Status>
      <span>
        {winner === null ? (
          <span className="text-ink-3">no recommendation</span>
        ) : (
          <>
            {modelLabel(winner.model)}{" "}
            <Metric
              text={tpsFigure(winner.tpsMedian, winner.replicates).text}
              basis={{ kind: "measured", n: winner.replicates }}
            />
          </>
        )}
      </span>
      <span className="text-meta text-ink-3">{tune.endedAt === null ? null : <RelativeTime at={tune.endedAt} />}</span>
    </li>
  );
}
