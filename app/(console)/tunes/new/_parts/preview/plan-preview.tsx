import { formatDuration } from "../../../../../../core/units/durations.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { CommandLine } from "../../../../../_ui/values/command-line.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { DrainTick } from "./drain-tick.tsx";
import type { OkPreview } from "./plan-answer.ts";
import { minutesText } from "./plan-answer.ts";
import { PreviewCandidates } from "./preview-candidates.tsx";
import { PreviewCells } from "./preview-cells.tsx";
import { StrategyMinutes } from "./strategy-minutes.tsx";

function Obstacles({ preview }: { preview: OkPreview }) {
  const lines = [
    ...preview.blockers.map((text) => ({ level: "blocking" as const, text })),
    ...preview.conflicts.map((text) => ({ level: "blocking" as const, text })),
    ...(preview.isMachineShared
      ? [
          {
            level: "degrading" as const,
            text: "Another agent of this machine is enrolled; if both measure at once, the trials are marked and do not rank.",
          },
        ]
      : []),
    ...preview.warnings.map((text) => ({ level: "info" as const, text })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul aria-label="What stands in the way" className="mb-6 list-none p-0">
      {lines.map((line) => (
        <li key={line.text} className="border-line border-b py-2">
          <Status level={line.level}>{line.text}</Status>
        </li>
      ))}
    </ul>
  );
}

interface PlanPreviewProps {
  preview: OkPreview;
  isOld: boolean;
  drain: Omit<Parameters<typeof DrainTick>[0], "preview">;
}

/** The exact plan: nothing is started by looking at it. */
export function PlanPreview({ preview, isOld, drain }: PlanPreviewProps) {
  return (
    <div className={isOld ? "opacity-60" : undefined} aria-busy={isOld}>
      <Obstacles preview={preview} />
      <DrainTick preview={preview} {...drain} />
      <p className="mb-6 text-ink-2">
        {minutesText(preview.estimate)}, estimated: {preview.estimate.basis}; downloads are not counted.{" "}
        <span className="text-ink-3">The machine's facts are {formatDuration(preview.factsAgeMs)} old.</span>
      </p>
      <PreviewCandidates preview={preview} />
      <PreviewCells preview={preview} />
      <StrategyMinutes preview={preview} />
      <Section title="The same by hand">
        <CommandLine what="command" command={preview.command} />
      </Section>
      <Section title="Dry run" note="What the command line prints for this plan.">
        <pre className="max-w-full overflow-x-auto whitespace-pre-wrap break-words bg-sunk p-3 font-mono text-meta leading-5">
          {preview.dryRun.join("\n")}
        </pre>
      </Section>
    </div>
  );
}
