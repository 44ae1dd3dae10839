import { z } from "zod";
import { type LevelSummary, probeMethod, summariseLevel } from "../../../../core/probing/level-summary.ts";
import { ProbeLevel, ProbeRequestRecord, ProbeStart } from "../../../../core/probing/probe-record.ts";
import type { ProbeRow, RequestRow } from "../repo.ts";

/** The start as the agent reported it; null before the probe began. */
export function startOf(row: Pick<ProbeRow, "startJson">): ProbeStart | null {
  return row.startJson === null ? null : ProbeStart.parse(JSON.parse(row.startJson));
}

export function levelsOf(row: Pick<ProbeRow, "levelsJson">): ProbeLevel[] {
  return row.levelsJson === null ? [] : z.array(ProbeLevel).parse(JSON.parse(row.levelsJson));
}

export function requestOf(row: Pick<RequestRow, "rawJson">): ProbeRequestRecord {
  return ProbeRequestRecord.parse(JSON.parse(row.rawJson));
}

/** TM11: every level computed from the stored rows alone; the machine's own sums are neither asked for nor kept. */
export function summariesOf(row: ProbeRow, rows: readonly RequestRow[]): LevelSummary[] {
  const start = startOf(row);
  if (start === null) return [];
  const method = probeMethod(rows.map(requestOf));
  return levelsOf(row).map((level) =>
    summariseLevel({ start, level, method, requests: rows.filter((one) => one.level === level.level).map(requestOf) }),
  );
}
