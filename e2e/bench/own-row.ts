import type { BenchRow } from "./bench.ts";

type Subject = Pick<BenchRow, "subject" | "origin" | "version" | "source">;

export const OURS: Subject = { subject: "espalier", origin: "this repository", version: null, source: "measured" };

/** A bar: its words, and whether the figure clears it. */
interface Bar {
  text: string;
  isMet(estimate: number): boolean;
}

type Named = Pick<BenchRow, "name" | "unit" | "repeats" | "median" | "interval" | "estimate">;

/** A measured row of ours, judged where a bar is given. */
export function ownRow(figure: Named, bar: Bar | null): BenchRow {
  const { estimate } = figure;
  const verdict = bar === null ? null : estimate !== null && bar.isMet(estimate) ? "pass" : "fail";
  return { ...figure, ...OURS, target: bar?.text ?? null, verdict };
}

export const atLeast = (value: number, unit: string): Bar => ({
  text: `≥ ${value} ${unit}`.trim(),
  isMet: (estimate) => estimate >= value,
});

export const atMost = (value: number, unit: string): Bar => ({
  text: `≤ ${value} ${unit}`.trim(),
  isMet: (estimate) => estimate <= value,
});

export const within = (low: number, high: number): Bar => ({
  text: `${low} to ${high}`,
  isMet: (estimate) => estimate >= low && estimate <= high,
});

/** A row that stands beside ours. */
export function peerRow(figure: Named, subject: Subject): BenchRow {
  return { ...figure, ...subject, target: null, verdict: null };
}
