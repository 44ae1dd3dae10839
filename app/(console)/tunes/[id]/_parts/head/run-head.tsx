import { selectWinner } from "../../../../../../core/autotune/select.ts";
import { formatDuration } from "../../../../../../core/units/durations.ts";
import { Crumbs } from "../../../../../_ui/page/crumbs.tsx";
import { PageHead } from "../../../../../_ui/page/page-head.tsx";
import { Metric } from "../../../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../../../_ui/values/relative-time.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { fateOf } from "../../../../../_words/fate-of.ts";
import { isOpen, tuneOutcome } from "../../../../../_words/tune-outcome.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { answerSentence } from "./answer-sentence.ts";
import { RunActions } from "./run-actions.tsx";

interface RunHeadProps {
  detail: TuneDetail;
  elapsedMs: number | null;
  /** The page shows a past moment of a finished run: nothing can be cancelled there. */
  isReplay: boolean;
}

function factsOf({ detail, elapsedMs, isReplay }: RunHeadProps) {
  const { summary } = detail;
  const outcome = tuneOutcome(fateOf(summary));
  const at = summary.endedAt ?? summary.startedAt ?? summary.requestedAt;
  return [
    summary.hostName,
    `${summary.chip}, ${summary.ramGb} GiB`,
    <Status key="state" level={outcome.level}>
      {isReplay ? "replay" : outcome.word}
    </Status>,
    <RelativeTime key="at" at={at} form="clock" />,
    ...(elapsedMs === null || isOpen(summary.state) ? [] : [formatDuration(elapsedMs)]),
    `asked for by ${summary.requestedBy}`,
  ];
}

/** The winner whose figure may head the page; none while its settings are not shown. */
function shownWinner(detail: TuneDetail) {
  const winner = selectWinner(detail.recommendation, detail.trials);
  return winner?.isShown === true ? winner : null;
}

function Figure({ detail }: { detail: TuneDetail }) {
  const winner = shownWinner(detail);
  if (winner === null) return null;
  return <Metric size="headline" text={winner.tps.text} basis={{ kind: "measured", n: winner.replicates }} />;
}

function questionOf(state: TuneDetail["summary"]["state"], isReplay: boolean): string {
  if (isReplay && isOpen(state)) return "What did it measure then?";
  if (state === "queued" || state === "handed_over") return "When does it start?";
  return isOpen(state) ? "What is it measuring now?" : "What happened, and can I trust the answer?";
}

/** Question, answer, the one number, the one action. */
export function RunHead(props: RunHeadProps) {
  const { detail } = props;
  const winner = shownWinner(detail);
  return (
    <PageHead
      crumbs={
        <Crumbs
          path={[
            { label: "Tunes", href: "/tunes" },
            { label: detail.summary.label, isMono: true },
          ]}
          facts={factsOf(props)}
        />
      }
      question={questionOf(detail.summary.state, props.isReplay)}
      answer={
        <p>
          {answerSentence(detail).map((part) =>
            part.isStrong ? <strong key={part.text}>{part.text}</strong> : <span key={part.text}>{part.text}</span>,
          )}
        </p>
      }
      figure={winner === null ? null : <Figure detail={detail} />}
      figureNote={
        winner === null ? null : `${winner.tps.label} · first token ${winner.ttft.text}, ${winner.ttft.label}`
      }
      action={props.isReplay ? null : <RunActions detail={detail} />}
    />
  );
}
