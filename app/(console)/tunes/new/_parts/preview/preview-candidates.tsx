import { asEstimate, formatFileSize, formatMemory, formatModelSize } from "../../../../../../core/units/quantities.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import type { OkPreview } from "./plan-answer.ts";

type Candidate = OkPreview["candidates"][number];

const VERDICT = {
  fits: "should fit",
  tight: "tight",
  does_not_fit: "should not fit, is tried all the same",
  unknown: "fit not known before trying",
};

function needText({ fit }: Candidate): string {
  if (fit.needBytes === null) return VERDICT[fit.verdict];
  const budget = fit.budgetBytes === null ? "" : ` of ${formatMemory(fit.budgetBytes)}`;
  return `${asEstimate(formatMemory(fit.needBytes))}${budget}, ${VERDICT[fit.verdict]}`;
}

function stockText(candidate: Candidate): string {
  if (candidate.isCached) return "cached";
  if (candidate.isPractice) return "written here";
  return candidate.fetchBytes === null
    ? "size unknown"
    : `${asEstimate(formatFileSize(candidate.fetchBytes))} to fetch`;
}

/** A hollow bar: an estimate never looks measured. */
function NeedBar({ candidate, most }: { candidate: Candidate; most: number }) {
  const { needBytes } = candidate.fit;
  if (needBytes === null) return <div aria-hidden className="h-2 w-8 border border-edge border-dotted" />;
  return (
    <div
      aria-hidden
      className="h-2 border border-bark"
      style={{ width: `${Math.max(2, (needBytes / most) * 100)}%` }}
    />
  );
}

/** The candidates in the operator's order, with what is estimated of each before it is tried. */
export function PreviewCandidates({ preview }: { preview: OkPreview }) {
  const most = Math.max(1, ...preview.candidates.map((candidate) => candidate.fit.needBytes ?? 0));
  return (
    <Section
      title="Candidates, in this order"
      note="The first that fits is chosen; the ones after it are not probed. Bars are estimated memory."
    >
      <ol className="list-none p-0">
        {preview.candidates.map((candidate) => (
          <li key={candidate.rank} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 border-line border-b py-2">
            <span className="text-ink-3">{candidate.rank}</span>
            <div className="min-w-0">
              <p className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium">
                  {candidate.label}
                  {candidate.isPractice ? <span className="font-normal text-ink-3"> practice model</span> : null}
                </span>
                <span className="text-ink-2 text-meta">
                  {candidate.sizeB === null ? "size unknown" : formatModelSize(candidate.sizeB)} ·{" "}
                  {stockText(candidate)}
                </span>
              </p>
              <NeedBar candidate={candidate} most={most} />
              <p className="text-ink-3 text-meta">{needText(candidate)}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
