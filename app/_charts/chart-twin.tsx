import Link from "next/link";
import { Cell, HeadCell, RowHead, Table } from "../_ui/page/table.tsx";
import type { ChartPoint, TwinColumn } from "./chart-props.ts";

interface ChartTwinProps<TPoint extends ChartPoint> {
  question: string;
  points: readonly TPoint[];
  columns: readonly TwinColumn<TPoint>[];
}

/** The same points as a table (H-40). */
export function ChartTwin<TPoint extends ChartPoint>({ question, points, columns }: ChartTwinProps<TPoint>) {
  const [first, ...rest] = columns;
  if (first === undefined) return null;
  return (
    <Table caption={`${question} As a table.`}>
      <thead>
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.key} align={column.isNumeric ? "end" : "start"}>
              {column.title}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.id}>
            <RowHead>
              {point.href === undefined ? (
                first.cell(point)
              ) : (
                <Link className="link" href={point.href}>
                  {first.cell(point)}
                </Link>
              )}
            </RowHead>
            {rest.map((column) => (
              <Cell key={column.key} align={column.isNumeric ? "end" : "start"}>
                {column.cell(point)}
              </Cell>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
