import Link from "next/link";
import type { ReactNode } from "react";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Section } from "../../../_ui/page/section.tsx";
import { Cell, HeadCell, Table } from "../../../_ui/page/table.tsx";

type Overview = RouterOutputs["images"]["overview"];

/** Each class with what is known of it. */
export function ClassTable({ classes, aside }: { classes: Overview["classes"]; aside: ReactNode }) {
  return (
    <Section
      title="Classes"
      note="The shipped sample pictures are generated ones; they are not the world."
      aside={aside}
    >
      <Table caption="Classes" isStacked>
        <thead>
          <tr>
            <HeadCell>class</HeadCell>
            <HeadCell align="end">pictures</HeadCell>
            <HeadCell align="end">runs</HeadCell>
            <HeadCell align="end">rated runs</HeadCell>
            <HeadCell align="end">mean score</HeadCell>
            <HeadCell>live recipe</HeadCell>
          </tr>
        </thead>
        <tbody>
          {classes.map((one) => (
            <tr key={one.label}>
              <Cell label="class">
                <Link href={`/images/${encodeURIComponent(one.label)}`} className="text-wire hover:underline">
                  {one.label}
                </Link>
                {one.origin === "imported" ? " (imported class)" : ""}
              </Cell>
              <Cell label="pictures" align="end">
                {one.inputs}
              </Cell>
              <Cell label="runs" align="end">
                {one.runs}
              </Cell>
              <Cell label="rated" align="end">
                {`${one.progress.rated} of ${one.progress.needed}`}
              </Cell>
              <Cell label="mean score" align="end">
                {one.mean === null ? "–" : one.mean.toFixed(2)}
              </Cell>
              <Cell label="live recipe" isMono>
                {one.liveSha?.slice(0, 12) ?? "none"}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
