"use client";
import type { TuneDetail } from "../tune-detail.ts";
import { BlockedReport } from "./blocked-report.tsx";
import { GridNotes } from "./grid-notes.tsx";

/** What the strategy of this run can and cannot say. */
export default function SearchSection({ detail }: { detail: TuneDetail }) {
  return detail.report === null ? <GridNotes detail={detail} /> : <BlockedReport report={detail.report} />;
}
