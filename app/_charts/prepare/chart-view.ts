import type { TwinTable } from "./twin-table.ts";

/** What every prepare module decides and the frame shows: the words around a drawing, and its rows (H-40). */
export interface ChartView {
  question: string;
  /** A sentence with the number and what it means; page text, and the drawing's description (H-41). */
  sentence: string;
  /** Filters, method, what the marks mean. */
  caption: string;
  /** How many measurements are drawn. */
  n: number;
  /** "first token, ms (max of 3)"; stands under the drawing. */
  x: { title: string };
  /** "tok/s (median of 3)"; stands over it. */
  y: { title: string };
  /** In the order the arrow keys walk the rows (H-42). */
  twin: TwinTable;
}
