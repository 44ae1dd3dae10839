import type { TwinTable } from "../prepare/twin-table.ts";

/** The plotted rows in CSV; a cell that a spreadsheet would run as a formula gets a leading apostrophe (H-51, TH28). */
export function chartCsv({ heads, rows }: TwinTable): string {
  const lines = rows.map((row) => heads.map((_, index) => row.values[index]?.csv ?? ""));
  return [heads.map(({ key }) => key), ...lines].map((line) => line.map(csvCell).join(",")).join("\r\n");
}

function csvCell(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
