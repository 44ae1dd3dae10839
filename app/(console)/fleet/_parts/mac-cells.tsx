import Link from "next/link";
import { tpsFigure, ttftFigure } from "../../../../core/autotune/select.ts";
import { modelLabel } from "../../../../core/serving/model-id.ts";
import { Metric } from "../../../_ui/values/metric.tsx";
import { RelativeTime } from "../../../_ui/values/relative-time.tsx";
import { Status } from "../../../_ui/values/status.tsx";
import { presenceWords } from "../../../_words/presence-words.ts";
import type { Mac } from "./fleet-view.ts";

/** What a machine should serve, or why nothing stands here. */
export function ModelCell({ mac }: { mac: Mac }) {
  if (mac.running !== null) {
    return (
      <Link href={`/tunes/${mac.running.tuneRunId}`} className="link">
        {mac.running.label} {mac.running.state.replace("_", " ")}
      </Link>
    );
  }
  if (mac.recommendation === null) return <span className="text-ink-3">not tuned</span>;
  return (
    <Link href={`/tunes/${mac.recommendation.tuneRunId}`} className="hover:underline">
      {modelLabel(mac.recommendation.model)}
      {mac.recommendation.isPractice ? <span className="text-ink-3"> practice</span> : null}
    </Link>
  );
}

export function TpsCell({ mac }: { mac: Mac }) {
  const best = mac.recommendation;
  if (best === null) return <span className="text-ink-3">–</span>;
  return (
    <Metric text={tpsFigure(best.tpsMedian, best.replicates).text} basis={{ kind: "measured", n: best.replicates }} />
  );
}

export function TtftCell({ mac }: { mac: Mac }) {
  const best = mac.recommendation;
  if (best === null) return <span className="text-ink-3">–</span>;
  return (
    <Metric text={ttftFigure(best.ttftP95Ms, best.replicates).text} basis={{ kind: "measured", n: best.replicates }} />
  );
}

export function PresenceCell({ mac }: { mac: Mac }) {
  const { level, word } = presenceWords(mac.presence);
  return (
    <span>
      <Status level={level}>{word}</Status>
      {mac.presence.lastContactAt === null || mac.presence.state === "fresh" ? null : (
        <span className="sr-only">
          , last contact <RelativeTime at={mac.presence.lastContactAt} />
        </span>
      )}
    </span>
  );
}

/** The gravest warning in words, and how many more. */
export function WarningCell({ mac }: { mac: Mac }) {
  const order = { blocking: 0, degrading: 1, info: 2 };
  const [first, ...more] = [...mac.warnings].sort((left, right) => order[left.level] - order[right.level]);
  if (first === undefined) return <span className="text-ink-3">none</span>;
  return (
    <Link href={`/fleet/${mac.id}`} className="hover:underline" title={`${first.text} fix: ${first.fix}`}>
      <Status level={first.level}>{more.length === 0 ? first.level : `${first.level} and ${more.length} more`}</Status>
    </Link>
  );
}
