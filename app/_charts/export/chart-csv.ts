import type { ChartPoint, TwinColumn } from "../chart-props.ts";

/** The plotted rows in CSV; a cell that a spreadsheet would run as a formula gets a leading apostrophe (H-51, TH28). */
export function chartCsv<TPoint extends ChartPoint>(
  points: readonly TPoint[],
  columns: readonly TwinColumn<TPoint>[],
): string {
  const rows = points.map((point) => columns.map((column) => (column.csv ?? column.cell)(point)));
  return [columns.map((column) => column.key), ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
}

function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
