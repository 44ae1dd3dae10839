import Link from "next/link";
import { Cell, HeadCell, RowHead, Table } from "../../_ui/page/table.tsx";
import type { TwinRow, TwinTable } from "../prepare/twin-table.ts";

interface ChartTwinProps {
  question: string;
  twin: TwinTable;
  hrefOf: (row: TwinRow) => string | undefined;
}

/** The same points as a table (H-40). */
export function ChartTwin({ question, twin, hrefOf }: ChartTwinProps) {
  return (
    <Table caption={`${question} As a table.`}>
      <thead>
        <tr>
          {twin.heads.map((head) => (
            <HeadCell key={head.key} align={head.isNumeric ? "end" : "start"}>
              {head.title}
            </HeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {twin.rows.map((row) => (
          <TwinLine key={row.id} row={row} heads={twin.heads} href={hrefOf(row)} />
        ))}
      </tbody>
    </Table>
  );
}

function TwinLine({ row, heads, href }: { row: TwinRow; heads: TwinTable["heads"]; href: string | undefined }) {
  const [first, ...rest] = heads;
  if (first === undefined) return null;
  const name = row.values[0]?.shown ?? "";
  return (
    <tr data-row={row.id}>
      <RowHead>
        {href === undefined ? (
          name
        ) : (
          <Link className="link" href={href} scroll={false}>
            {name}
          </Link>
        )}
      </RowHead>
      {rest.map((head, index) => (
        <Cell key={head.key} align={head.isNumeric ? "end" : "start"}>
          {row.values[index + 1]?.shown ?? ""}
        </Cell>
      ))}
    </tr>
  );
}
