import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { RelativeTime } from "../../../../../_ui/values/relative-time.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { ProbeLevels } from "./probe-levels.tsx";
import { probeOutcome, rateText } from "./probe-words.ts";
import type { Probe } from "./probed-levels.ts";

/** The probes, newest first; each opens to its load levels. */
export function ProbeList({ probes }: { probes: readonly Probe[] }) {
  return (
    <ul className="mt-4 border-t border-line">
      {probes.map((probe) => (
        <li key={probe.id} className="border-b border-line">
          <details>
            <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-6 gap-y-1 py-2">
              <span className="whitespace-nowrap text-ink-2">
                <RelativeTime at={probe.endedAt ?? probe.requestedAt} />
              </span>
              <span className="font-mono text-meta">{probe.profile}</span>
              <Status level={probeOutcome(probe).level}>{probeOutcome(probe).word}</Status>
              <span>{probe.provider === null ? "" : modelLabel(probe.provider.model)}</span>
              <span className="text-ink-2">{headline(probe)}</span>
            </summary>
            <div className="pb-4">
              {probe.message === null ? null : <p className="mb-2 text-ink-2">{probe.message}</p>}
              <ProbeLevels probe={probe} />
              <p className="mt-2 text-meta text-ink-3">
                asked by {probe.requestedBy}; token counts from {probe.tpsMethod ?? "nothing yet"}; each figure is
                computed from the stored requests
              </p>
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function headline(probe: Probe): string {
  const [first] = probe.levels;
  if (first === undefined) return probe.waitingFor ?? "";
  const more = probe.levels.length > 1 ? ` · ${probe.levels.length} load levels` : "";
  return `${rateText(first)}${more}`;
}
