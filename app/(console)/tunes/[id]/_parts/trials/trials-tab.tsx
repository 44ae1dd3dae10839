"use client";
import { useEffect } from "react";
import { selectTrialFigures } from "../../../../../../core/autotune/select.ts";
import type { TuneTrial } from "../../../../../../core/autotune/trial.ts";
import { modelLabel } from "../../../../../../core/serving/model-id.ts";
import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { NO_PICK, pickCells, pickWords } from "../../../../../_charts/prepare/knobs/cell-pick.ts";
import { Button } from "../../../../../_ui/controls/button.tsx";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import { useRowKeys } from "../../../../../_ui/page/use-row-keys.ts";
import { EmptyState } from "../../../../../_ui/states/empty-state.tsx";
import { Status } from "../../../../../_ui/values/status.tsx";
import { useCellPick } from "../trade-off/use-cell-pick.ts";
import type { TuneDetail } from "../tune-detail.ts";
import { effectiveWords } from "./trial-row-words.ts";
import { VisitTable } from "./visit-table.tsx";

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

const HEADS = [
  "trial",
  "stage",
  "model",
  "kv_bits",
  "batch",
  "context",
  "effective",
  "decode rate",
  "first token",
  "n",
  "n_err",
  "verdict",
  "reason, flags",
] as const;
const NUMERIC: ReadonlySet<string> = new Set([
  "trial",
  "kv_bits",
  "batch",
  "context",
  "decode rate",
  "first token",
  "n",
  "n_err",
]);

/** Every row of the run, infeasible ones with their reason; a pick made in a chart narrows the cells (H-44). */
export default function TrialsTab({
  detail,
  open,
}: {
  detail: TuneDetail;
  open: { trial: number | null; visit: number | null };
}) {
  const [pick, setPick] = useCellPick();
  useRowKeys({ canOpen: false });
  // The row named in the address is brought into view; the document scrolls, not React.
  useEffect(() => {
    const row = open.trial === null ? null : document.getElementById(rowId(open.trial));
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }, [open.trial]);
  if (detail.trials.length === 0) {
    return (
      <EmptyState title="No row has been stored yet.">
        Each finished candidate and each finished cell is one row.
      </EmptyState>
    );
  }
  const cells = detail.trials.filter((trial) => trial.stage === 2);
  const picked = pickCells(cells, pick);
  const words = pickWords(pick, { shown: picked.length, total: cells.length });
  const shown = detail.trials.filter(
    (trial) => trial.stage === 1 || picked.includes(trial) || trial.localId === open.trial,
  );
  return (
    <>
      {words === null ? null : (
        <p className="mb-3 flex flex-wrap items-center gap-3 text-ink-2">
          {words} <Button onClick={() => setPick(NO_PICK)}>Clear</Button>
        </p>
      )}
      <Table caption="Trials of this run" isStacked>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <HeadCell key={head} align={NUMERIC.has(head) ? "end" : "start"}>
                {head}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((trial) => (
            <TrialRow key={trial.localId} trial={trial} isOpen={trial.localId === open.trial} />
          ))}
        </tbody>
      </Table>
      <VisitTable visits={detail.visits} open={open.visit} />
    </>
  );
}
