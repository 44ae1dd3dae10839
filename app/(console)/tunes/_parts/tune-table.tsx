import Link from "next/link";
import { tpsFigure, ttftFigure } from "../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../core/serving/model-id.ts";
import { formatDuration } from "../../../../core/units/durations.ts";
import { formatKnobs } from "../../../../core/units/knobs.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Cell, HeadCell, RowHead, Table } from "../../../_ui/page/table.tsx";
import { useRowKeys } from "../../../_ui/page/use-row-keys.ts";
import { Metric } from "../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../_ui/values/relative-time.tsx";
import { Status } from "../../../_ui/values/status.tsx";
import { fateOf } from "../../../_words/fate-of.ts";
import { tuneOutcome } from "../../../_words/tune-outcome.ts";
import type { RowChoice } from "./row-choice.ts";
import { TuneCards } from "./tune-cards.tsx";
import type { TUNE_SORTS } from "./tunes-view.ts";

type Tune = RouterOutputs["tunes"]["list"]["rows"][number];
type Sort = (typeof TUNE_SORTS)[number];

interface TuneTableProps {
  rows: readonly Tune[];
  /** Left out where the list has a fixed order. */
  order?: { sort: Sort; direction: "asc" | "desc"; onSort: (sort: Sort) => void };
  /** Left out where rows cannot be chosen. */
  choice?: RowChoice;
}

/** Tunes as rows; cards on a phone. */
export function TuneTable({ rows, order, choice }: TuneTableProps) {
  useRowKeys({ canOpen: true });
  const sort = (by: Sort) => {
    if (order === undefined) return {};
    const state = order.sort !== by ? "none" : order.direction === "asc" ? "ascending" : "descending";
    return { sort: state, onSort: () => order.onSort(by) } as const;
  };
  return (
    <>
      <div className="hidden sm:block">
        <Table caption="Tunes">
          <thead>
            <tr>
              {choice === undefined ? null : (
                <HeadCell>
                  <span className="sr-only">Chosen</span>
                </HeadCell>
              )}
              <HeadCell>Tune</HeadCell>
              <HeadCell>Machine</HeadCell>
              <HeadCell>Outcome</HeadCell>
              <HeadCell>Winner</HeadCell>
              <HeadCell align="end" {...sort("tps")}>
                Decode rate
              </HeadCell>
              <HeadCell align="end">First token</HeadCell>
              <HeadCell align="end">Trials</HeadCell>
              <HeadCell align="end" {...sort("duration")}>
                Took
              </HeadCell>
              <HeadCell {...sort("requested")}>Requested</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((tune) => (
              <TuneRow key={tune.id} tune={tune} choice={choice} />
            ))}
          </tbody>
        </Table>
      </div>
      <TuneCards rows={rows} choice={choice} />
    </>
  );
}

function Choose({ tune, choice }: { tune: Tune; choice: RowChoice }) {
  return (
    <Cell>
      <label className="-m-1 grid size-6 cursor-pointer place-items-center">
        <input
          type="checkbox"
          className="size-4 accent-wire"
          aria-label={`Choose ${tune.label}`}
          checked={choice.chosen.includes(tune.id)}
          onChange={() => choice.onToggle(tune.id)}
        />
      </label>
    </Cell>
  );
}

function TuneRow({ tune, choice }: { tune: Tune; choice: RowChoice | undefined }) {
  const outcome = tuneOutcome(fateOf(tune));
  const { winner } = tune;
  const basis = { kind: "measured" as const, n: winner?.replicates ?? 0 };
  return (
    <tr className="hover:bg-sunk" data-row-id={tune.id}>
      {choice === undefined ? null : <Choose tune={tune} choice={choice} />}
      <RowHead>
        <Link
          href={`/tunes/${tune.id}`}
          className="font-mono text-meta font-medium whitespace-nowrap hover:underline"
          data-tune-row
        >
          {tune.label}
        </Link>
      </RowHead>
      <Cell>
        <Link href={`/fleet/${tune.agentId}`} className="hover:underline">
          {tune.hostName}
        </Link>
      </Cell>
      <Cell>
        <span className="whitespace-nowrap">
          <Status level={outcome.level}>{outcome.word}</Status>
        </span>
      </Cell>
      <Cell>{winner === null ? <Nothing /> : <WinnerName tune={tune} />}</Cell>
      <Cell align="end">
        {winner === null ? (
          <Nothing />
        ) : (
          <Metric text={tpsFigure(winner.tpsMedian, winner.replicates).text} basis={basis} />
        )}
      </Cell>
      <Cell align="end">
        {winner === null ? (
          <Nothing />
        ) : (
          <Metric text={ttftFigure(winner.ttftP95Ms, winner.replicates).text} basis={basis} />
        )}
      </Cell>
      <Cell align="end">{tune.trialCount}</Cell>
      <Cell align="end">
        <span className="whitespace-nowrap">{tookText(tune)}</span>
      </Cell>
      <Cell>
        <span className="whitespace-nowrap text-ink-2">
          <RelativeTime at={tune.requestedAt} /> by {tune.requestedBy}
        </span>
      </Cell>
    </tr>
  );
}

function Nothing() {
  return <span className="text-ink-3">–</span>;
}

function WinnerName({ tune }: { tune: Tune }) {
  if (tune.winner === null) return null;
  return (
    <span title={formatKnobs(tune.winner.knobs)}>
      {modelLabel(tune.winner.model)}
      {tune.candidateSource === "practice" ? <span className="text-ink-3">, practice</span> : null}
      {tune.winner.isPartial ? <span className="text-ink-3">, partial</span> : null}
      {tune.winner.isShown ? null : <span className="text-ink-3">, settings not shown</span>}
      {tune.flags.includes("shared_machine") ? <span className="text-ink-3">, shared machine, not ranked</span> : null}
    </span>
  );
}

function tookText(tune: Tune): string {
  if (tune.startedAt === null || tune.endedAt === null) return "–";
  return formatDuration(Date.parse(tune.endedAt) - Date.parse(tune.startedAt));
}
