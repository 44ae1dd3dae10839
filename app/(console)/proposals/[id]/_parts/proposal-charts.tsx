"use client";
import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { prepareHeldOutScatter } from "../../../../_charts/prepare/proposals/held-out-scatter.ts";
import { prepareParameterSlice, prepareSliceMatrix } from "../../../../_charts/prepare/proposals/parameter-slice.ts";
import { prepareProposalDumbbell } from "../../../../_charts/prepare/proposals/proposal-dumbbell.ts";
import { DumbbellChart } from "../../../../_charts/proposals/dumbbell-chart.tsx";
import { HeldOutChart } from "../../../../_charts/proposals/held-out-chart.tsx";
import { SliceChart } from "../../../../_charts/proposals/slice-chart.tsx";
import { Checkbox } from "../../../../_ui/controls/checkbox.tsx";
import { Select } from "../../../../_ui/controls/select.tsx";
import type { Confirmation, Evidence } from "./proposal-page.ts";

interface ProposalChartsProps {
  label: string;
  evidence: Evidence;
  confirmation: Confirmation | null;
  provenance: string;
}

/** Which parameter C-14 shows, or all as a matrix, and whether C-10 shows train dots live in the URL (H-01). */
const chartsInUrl = {
  parameter: parseAsString,
  matrix: parseAsBoolean.withDefault(false),
  train: parseAsBoolean.withDefault(false),
};

/** C-12, C-10 and C-14 of one tune. */
export function ProposalCharts({ label, evidence, confirmation, provenance }: ProposalChartsProps) {
  const [view, setView] = useQueryStates(chartsInUrl, { history: "replace" });
  const slice = evidence.slices.find(({ parameter }) => parameter === view.parameter) ?? changedSlice(evidence);
  const dumbbell = useMemo(
    () => prepareProposalDumbbell([meansOf(label, evidence, confirmation)]),
    [label, evidence, confirmation],
  );
  const scatter = useMemo(
    () => prepareHeldOutScatter({ ...evidence.scatter, hasTrain: view.train }),
    [evidence, view.train],
  );
  const place = { hrefOf: () => undefined, provenance };
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      <DumbbellChart view={dumbbell} {...place} />
      <div className="min-w-0">
        <HeldOutChart view={scatter} {...place} />
        <Checkbox
          label="Show the scores it learned from too"
          checked={view.train}
          onChange={(event) => void setView({ train: event.target.checked })}
        />
      </div>
      {slice === undefined ? null : (
        <div className="min-w-0 lg:col-span-2">
          {evidence.slices.length < 2 ? null : (
            <div className="mb-3 flex flex-wrap items-end gap-x-6 gap-y-2">
              {view.matrix ? null : (
                <Select
                  label="Parameter"
                  value={slice.parameter}
                  onChange={(event) => void setView({ parameter: event.target.value })}
                  options={evidence.slices.map(({ parameter }) => ({
                    value: parameter,
                    label: nameOf(parameter, evidence),
                  }))}
                />
              )}
              <Checkbox
                label="Every parameter, on one scale"
                checked={view.matrix}
                onChange={(event) => void setView({ matrix: event.target.checked })}
              />
            </div>
          )}
          {view.matrix ? (
            <SliceMatrix evidence={evidence} place={place} />
          ) : (
            <Slice evidence={evidence} slice={slice} place={place} />
          )}
        </div>
      )}
    </div>
  );
}

type OneSlice = Evidence["slices"][number];

interface Place {
  hrefOf: () => undefined;
  provenance: string;
}

function Slice({ evidence, slice, place }: { evidence: Evidence; slice: OneSlice; place: Place }) {
  const view = useMemo(
    () => prepareParameterSlice({ ...slice, proposal: proposedValue(evidence, slice) }),
    [evidence, slice],
  );
  return <SliceChart view={view} {...place} />;
}

/** Every slice, changed ones first. */
function SliceMatrix({ evidence, place }: { evidence: Evidence; place: Place }) {
  const views = useMemo(() => {
    const isChanged = (slice: OneSlice) => proposedValue(evidence, slice) !== slice.live;
    const ordered = [...evidence.slices.filter(isChanged), ...evidence.slices.filter((slice) => !isChanged(slice))];
    return prepareSliceMatrix(ordered.map((slice) => ({ ...slice, proposal: proposedValue(evidence, slice) })));
  }, [evidence]);
  return (
    <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
      {views.map((view) => (
        <SliceChart key={view.x.title} view={view} isOneOfMany {...place} />
      ))}
    </div>
  );
}

/** The first parameter that changes is shown first. */
function changedSlice({ slices, changes }: Evidence): OneSlice | undefined {
  return slices.find(({ parameter }) => changes.some(({ name }) => name === parameter)) ?? slices[0];
}

function proposedValue({ changes }: Evidence, { parameter, live }: OneSlice): number {
  return changes.find(({ name }) => name === parameter)?.next ?? live;
}

function nameOf(parameter: string, { changes, frozen }: Evidence): string {
  if (changes.some(({ name }) => name === parameter)) return `${parameter}, changed`;
  return frozen.includes(parameter) ? `${parameter}, frozen` : parameter;
}

function meansOf(label: string, evidence: Evidence, confirmation: Confirmation | null) {
  const { means, gain, counts, method, seed } = evidence;
  const figures = confirmation?.figures ?? null;
  return {
    class: label,
    ...means,
    gain,
    nTrain: counts.train,
    nHoldout: counts.holdout,
    method,
    seed,
    blind: figures === null ? null : { better: figures.better, tied: figures.tied, worse: figures.worse },
  };
}
