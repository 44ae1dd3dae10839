"use client";
import { useEffect } from "react";
import { selectTrialFigures } from "../../../../../../core/autotune/select.ts";
import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { useRowKeys } from "../../../../../_ui/page/use-row-keys.ts";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import type { TuneDetail } from "../tune-detail.ts";
import { effectiveWords } from "./trial-row-words.ts";

const rowId = (localId: number) => `trial-${localId}`;

interface FigureCellProps {
  label: string;
  figure: ReturnType<typeof selectTrialFigures>["tps"];
}

function FigureCell({ label, figure }: FigureCellProps) {
  return (
    <Cell align="end" label={label}>
      {figure === null ? (
        <span className="text-ink-3">not measured</span>
      ) : (
        <span className="whitespace-nowrap">
          {figure.text} <span className="text-ink-3 text-meta">{figure.label}</span>
        </span>
      )}
    </Cell>
  );
}

function TrialRow({ trial, isOpen }: { trial: TuneTrial; isOpen: boolean }) {
  const { tps, ttft } = selectTrialFigures(trial);
  return (
    <tr
      id={rowId(trial.localId)}
      tabIndex={-1}
      aria-current={isOpen ? "true" : undefined}
      className={isOpen ? "bg-sunk" : undefined}
    >
      <Cell align="end" label="trial">
        {trial.localId}
      </Cell>
      <Cell label="stage">{trial.stage === 1 ? "1 fit" : "2 knobs"}</Cell>
      <Cell label="model">{modelLabel(trial.model)}</Cell>
      <Cell align="end" label="kv_bits">
        {formatKnob(trial.requested.kvBits)}
      </Cell>
      <Cell align="end" label="batch">
        {formatKnob(trial.requested.maxBatch)}
      </Cell>
      <Cell align="end" label="context">
        {trial.requested.maxContext?.toLocaleString("en-US") ?? "unset"}
      </Cell>
      <Cell label="effective">{effectiveWords(trial)}</Cell>
      <FigureCell label="decode rate" figure={tps} />
      <FigureCell label="first token" figure={ttft} />
      <Cell align="end" label="n">
        {trial.replicatesN ?? "–"}
      </Cell>
      <Cell align="end" label="n_err">
        {trial.errorCount}
      </Cell>
      <Cell label="verdict">
        {trial.isKept ? (
          <span className="font-semibold text-leaf">★ kept</span>
        ) : (
          <Status level={trial.isFeasible ? "ok" : "degrading"}>{trial.isFeasible ? "feasible" : "infeasible"}</Status>
        )}
      </Cell>
      <Cell label="reason, flags">
        <span className="block text-ink-2 sm:min-w-[12rem]">
          {[trial.notes, ...trial.flags].filter((word) => word !== null).join(" · ")}
        </span>
      </Cell>
    </tr>
  );
}

/** Every row of the run, infeasible ones with their reason. */
export default function TrialsTab({ detail, open }: { detail: TuneDetail; open: number | null }) {
  useRowKeys({ canOpen: false });
  // The row named in the address is brought into view; the document scrolls, not React.
  useEffect(() => {
    const row = open === null ? null : document.getElementById(rowId(open));
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }, [open]);
  if (detail.trials.length === 0) {
    return (
      <EmptyState title="No row has been stored yet.">
        Each finished candidate and each finished cell is one row.
      </EmptyState>
    );
  }
  return (
    <Table caption="Trials of this run" isStacked>
      <thead>
        <tr>
          <HeadCell align="end">trial</HeadCell>
          <HeadCell>stage</HeadCell>
          <HeadCell>model</HeadCell>
          <HeadCell align="end">kv_bits</HeadCell>
          <HeadCell align="end">batch</HeadCell>
          <HeadCell align="end">context</HeadCell>
          <HeadCell>effective</HeadCell>
          <HeadCell align="end">decode rate</HeadCell>
          <HeadCell align="end">first token</HeadCell>
          <HeadCell align="end">n</HeadCell>
          <HeadCell align="end">n_err</HeadCell>
          <HeadCell>verdict</HeadCell>
          <HeadCell>reason, flags</HeadCell>
        </tr>
      </thead>
      <tbody>
        {detail.trials.map((trial) => (
          <TrialRow key={trial.localId} trial={trial} isOpen={trial.localId === open} />
        ))}
      </tbody>
    </Table>
  );
}
