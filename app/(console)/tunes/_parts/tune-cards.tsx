import Link from "next/link";
import { tpsFigure } from "../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../core/serving/model-id.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Checkbox } from "../../../_ui/controls/checkbox.tsx";
import { Metric } from "../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../_ui/values/relative-time.tsx";
import { Status } from "../../../_ui/values/status.tsx";
import { fateOf } from "../../../_words/fate-of.ts";
import { tuneOutcome } from "../../../_words/tune-outcome.ts";
import type { RowChoice } from "./row-choice.ts";

type Tune = RouterOutputs["tunes"]["list"]["rows"][number];

/** The same rows as cards, under 640 px. */
export function TuneCards({ rows, choice }: { rows: readonly Tune[]; choice: RowChoice | undefined }) {
  return (
    <ul className="border-t border-line sm:hidden">
      {rows.map((tune) => {
        const outcome = tuneOutcome(fateOf(tune));
        return (
          <li key={tune.id} className="border-b border-line py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link href={`/tunes/${tune.id}`} className="text-prose font-medium" data-tune-card>
                {tune.label} on {tune.hostName}
              </Link>
              <Status level={outcome.level}>{outcome.word}</Status>
            </p>
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              {tune.winner === null ? (
                <span className="text-ink-3">no recommendation</span>
              ) : (
                <span>
                  {modelLabel(tune.winner.model)}{" "}
                  <Metric
                    text={tpsFigure(tune.winner.tpsMedian, tune.winner.replicates).text}
                    basis={{ kind: "measured", n: tune.winner.replicates }}
                  />
                </span>
              )}
              <span className="text-meta text-ink-3">
                <RelativeTime at={tune.requestedAt} />
              </span>
            </p>
            {choice === undefined ? null : (
              <Checkbox
                label="Compare"
                checked={choice.chosen.includes(tune.id)}
                onChange={() => choice.onToggle(tune.id)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
