import { formatDuration } from "../../../../../../core/units/durations.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { CopyButton } from "../../../../../_ui/values/copy-button.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import type { OkPreview } from "./plan-answer.ts";
import { minutesText } from "./plan-answer.ts";
import { PreviewCandidates } from "./preview-candidates.tsx";
import { PreviewCells } from "./preview-cells.tsx";

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

/** The exact plan: nothing is started by looking at it. */
export function PlanPreview({ preview, isOld }: { preview: OkPreview; isOld: boolean }) {
  return (
    <div className={isOld ? "opacity-60" : undefined} aria-busy={isOld}>
      <Obstacles preview={preview} />
      <p className="mb-6 text-ink-2">
        {minutesText(preview.estimate)}{" "}
        <span className="text-ink-3">({preview.estimate.basis}; downloads not counted)</span>. Facts of the machine are{" "}
        {formatDuration(preview.factsAgeMs)} old.
      </p>
      <PreviewCandidates preview={preview} />
      <PreviewCells preview={preview} />
      <Section title="The same by hand" aside={<CopyButton what="command" text={preview.command} />}>
        <pre className="max-w-full overflow-x-auto whitespace-pre-wrap break-words bg-sunk p-3 font-mono text-meta">
          {preview.command}
        </pre>
      </Section>
      <Section title="Dry run" note="What the command line prints for this plan.">
        <pre className="max-w-full overflow-x-auto whitespace-pre-wrap break-words bg-sunk p-3 font-mono text-meta">
          {preview.dryRun.join("\n")}
        </pre>
      </Section>
    </div>
  );
}
