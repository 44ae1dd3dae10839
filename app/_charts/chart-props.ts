import type { ChartData, ChartOptions, ChartType, Plugin } from "chart.js";
import type { ChartTheme } from "./chart-theme.ts";

/** One thing a chart plots, as cursor, tooltip and live region speak of it. */
export interface ChartPoint {
  id: string;
  /** Value, spread, n, margin to the gate: one text for cursor, tooltip and twin. */
  text: string;
  /** Where chart.js holds it; null when it is drawn otherwise (a rail, a label). */
  at: { dataset: number; index: number } | null;
  href?: string;
}

/** A column of the table twin; the CSV is the same rows. */
export interface TwinColumn<TPoint> {
  /** Also the CSV's header, with its unit: "ttft_p95_ms". */
  key: string;
  title: string;
  isNumeric?: boolean;
  /** What the page shows; a null knob reads "unset" (H-19). */
  cell: (point: TPoint) => string;
  /** What the CSV holds; `cell` when left out. */
  csv?: (point: TPoint) => string;
}

/** What chart.js draws. Plugins are read once, at creation: they find what changes in `options.plugins`. */
export interface ChartDrawing {
  type: ChartType;
  data: ChartData;
  options: ChartOptions;
  plugins?: Plugin[];
}

export interface ChartFrameProps<TPoint extends ChartPoint> {
  /** "C-03": names the export files and the URL's `table` entry. */
  id: string;
  question: string;
  /** A sentence with the number and what it means; page text, and the canvas' description (H-40, H-41). */
  summary: string;
  /** Filters, method, time zone. */
  caption?: string;
  /** "tok/s, median"; stands over the drawing. */
  yTitle: string;
  /** "first token, s (max of 3)"; stands under it. */
  xTitle: string;
  /** How many measurements are drawn. */
  n: number;
  /** In the order the arrow keys walk them (H-42). */
  points: readonly TPoint[];
  columns: readonly TwinColumn<TPoint>[];
  draw: (theme: ChartTheme) => ChartDrawing;
  /** Height of the drawing in pixels. */
  height?: number;
  /** Ids, machine, date: what the PNG carries below the title (H-45). */
  provenance: string;
}
