"use client";
import { useEffect } from "react";
import type { TuneVisit } from "../../../../../../core/autotune/evidence/tune-visit.ts";
import { formatKnobs } from "../../../../../../core/units/knobs.ts";
import { formatLatency, formatTps } from "../../../../../../core/units/quantities.ts";
import { visitSample } from "../../../../../_charts/prepare/cells/cell-samples.ts";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";

const rowId = (seq: number) => `visit-${seq}`;

function placeOf(visit: TuneVisit): string {
  if (visit.pair !== null) return `pair ${visit.pair}, ${visit.arm ?? "–"}`;
  if (visit.rung === null || visit.block === null) return "–";
  return `rung ${visit.rung}, block ${visit.block}${visit.attempt > 1 ? `, attempt ${visit.attempt}` : ""}`;
}

function outcomeOf(visit: TuneVisit): string {
  if (visit.failure !== null) return visit.failure;
  if (visit.invalidReason !== null) return `invalid: ${visit.invalidReason}`;
  const { quality } = visit;
  if (quality !== null && quality.agreeing !== null) {
    return `${quality.asked - quality.agreeing} of ${quality.asked} answers differ`;
  }
  if (quality !== null) return `${quality.asked} answers, ${quality.selfAgreeing ?? "–"} equal in both rounds`;
  return visit.flags.join(" · ");
}

function VisitRow({ visit, isOpen }: { visit: TuneVisit; isOpen: boolean }) {
  const sample = visitSample(visit);
  return (
    <tr
      id={rowId(visit.seq)}
      tabIndex={-1}
      aria-current={isOpen ? "true" : undefined}
      className={isOpen ? "bg-sunk" : undefined}
    >
      <Cell align="end" label="visit">
        {visit.seq}
      </Cell>
      <Cell label="kind">{visit.kind}</Cell>
      <Cell label="place">{placeOf(visit)}</Cell>
      <Cell label="knobs">{formatKnobs(visit.knobs)}</Cell>
      <Cell align="end" label="decode rate">
        {sample === null ? <span className="text-ink-3">not measured</span> : formatTps(sample.tps)}
      </Cell>
      <Cell align="end" label="first token">
        {sample === null ? <span className="text-ink-3">not measured</span> : formatLatency(sample.ttftMs)}
      </Cell>
      <Cell label="outcome">{outcomeOf(visit)}</Cell>
    </tr>
  );
}

/** Every provider start of a blocked search and of a confirmation, invalid and eliminated ones included (M20). */
export function VisitTable({ visits, open }: { visits: readonly TuneVisit[]; open: number | null }) {
  // The row named in the address is brought into view; the document scrolls, not React.
  useEffect(() => {
    const row = open === null ? null : document.getElementById(rowId(open));
    row?.scrollIntoView({ block: "center" });
    row?.focus({ preventScroll: true });
  }, [open]);
  if (visits.length === 0) return null;
  return (
    <section className="mt-8">
      <h2 className="mb-2 font-semibold text-prose">Visits, in the order they took place</h2>
      <Table caption="Visits of this run" isStacked>
        <thead>
          <tr>
            <HeadCell align="end">visit</HeadCell>
            <HeadCell>kind</HeadCell>
            <HeadCell>place</HeadCell>
            <HeadCell>knobs</HeadCell>
            <HeadCell align="end">decode rate</HeadCell>
            <HeadCell align="end">first token</HeadCell>
            <HeadCell>outcome</HeadCell>
          </tr>
        </thead>
        <tbody>
          {visits.map((visit) => (
            <VisitRow key={visit.seq} visit={visit} isOpen={visit.seq === open} />
          ))}
        </tbody>
      </Table>
    </section>
  );
}
