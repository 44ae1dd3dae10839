import Link from "next/link";
import { tpsFigure, ttftFigure } from "../../../core/autotune/select.ts";
import { modelLabel } from "../../../core/serving/model-id.ts";
import { formatKnobs } from "../../../core/units/knobs.ts";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { Metric } from "../../_ui/values/metric.tsx";
import { RelativeTime } from "../../_ui/values/relative-time.tsx";
import { Status } from "../../_ui/values/status.tsx";
import { osName } from "../../_words/os-name.ts";
import { presenceWords } from "../../_words/presence-words.ts";

type Mac = RouterOutputs["today"]["get"]["macs"][number];

/** One line a machine: the biggest model it serves well, with which knobs, how fast. */
export function MachineServing({ macs }: { macs: readonly Mac[] }) {
  return (
    <ul className="border-t border-line">
      {macs.map((mac) => (
        <li
          key={mac.id}
          className="grid gap-x-8 gap-y-1 border-b border-line py-3 md:grid-cols-[minmax(0,16rem)_minmax(0,1fr)_auto] md:items-baseline"
        >
          <p>
            <Link href={`/fleet/${mac.id}`} className="font-medium hover:underline">
              {mac.hostName}
            </Link>
            {mac.isHouse ? <span className="text-meta text-ink-3"> this console</span> : null}
            <span className="block text-meta text-ink-3">
              {mac.chip}, {mac.ramGb} GiB, {osName(mac.os)} {mac.osVersion}
            </span>
            <span className="block text-meta text-ink-3">
              {mac.engine === null ? "no engine" : `engine ${mac.engine}`}
            </span>
          </p>
          <Serving mac={mac} />
          <p className="text-meta md:text-right">
            <Status level={presenceWords(mac.presence).level}>{presenceWords(mac.presence).word}</Status>
            {mac.presence.lastContactAt === null ? null : (
              <span className="block text-ink-3">
                seen <RelativeTime at={mac.presence.lastContactAt} />
              </span>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Serving({ mac }: { mac: Mac }) {
  const best = mac.recommendation;
  if (best === null && mac.running !== null) {
    return (
      <p className="text-ink-2">
        <Link className="link" href={`/tunes/${mac.running.tuneRunId}`}>
          {mac.running.label}
        </Link>{" "}
        measures it now.
      </p>
    );
  }
  if (best === null) {
    return (
      <p className="text-ink-2">
        Not tuned yet.{" "}
        <Link className="link" href={`/tunes/new?mac=${mac.id}`}>
          Tune it
        </Link>
      </p>
    );
  }
  const basis = { kind: "measured" as const, n: best.replicates };
  return (
    <p>
      <Link href={`/tunes/${best.tuneRunId}`} className="font-medium text-leaf hover:underline">
        {modelLabel(best.model)}
      </Link>
      {best.isPractice ? <span className="text-ink-3"> (practice model)</span> : null}
      <span className="ml-4">
        <Metric text={tpsFigure(best.tpsMedian, best.replicates).text} basis={basis} isStrong />
      </span>
      <span className="block text-meta text-ink-3">
        {formatKnobs(best.knobs)} · first token {ttftFigure(best.ttftP95Ms, best.replicates).text} · context{" "}
        {best.targetContext.toLocaleString("en-US")} · <span className="font-mono">{best.label}</span>
        {best.isSharedMachine ? " · measured while the machine was shared, does not rank" : ""}
      </span>
    </p>
  );
}
