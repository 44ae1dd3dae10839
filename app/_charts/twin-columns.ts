import type { ChartPoint, TwinColumn } from "./chart-props.ts";
import type { TwinRow, TwinTable, TwinValue } from "./prepare/twin-table.ts";

/** A twin row as a point that the frame's cursor can walk. */
export type TwinPoint = ChartPoint & { values: readonly TwinValue[] };

/** What the chart frame takes, from what a prepare module decided. */
export function twinProps(
  twin: TwinTable,
  hrefOf: (row: TwinRow) => string,
): { points: TwinPoint[]; columns: TwinColumn<TwinPoint>[] } {
  return {
    points: twin.rows.map((row) => ({ id: row.id, text: row.text, at: row.at, href: hrefOf(row), values: row.values })),
    columns: twin.heads.map((head, index) => ({
      key: head.key,
      title: head.title,
      isNumeric: head.isNumeric,
      cell: (point) => point.values[index]?.shown ?? "",
      csv: (point) => point.values[index]?.csv ?? "",
    })),
  };
}
