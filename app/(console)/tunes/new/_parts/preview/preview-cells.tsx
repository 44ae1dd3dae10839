import { formatKnob } from "../../../../../../core/units/knobs.ts";
import { Section } from "../../../../../_ui/page/section.tsx";
import { Cell, HeadCell, Table } from "../../../../../_ui/page/table.tsx";
import type { OkPreview } from "./plan-answer.ts";

/** The knob cells in the order they are measured, and what the engine cannot set. */
export function PreviewCells({ preview }: { preview: OkPreview }) {
  return (
    <Section title="Knob cells, in this order">
      <Table caption="Knob cells in the order they are measured" isStacked>
        <thead>
          <tr>
            <HeadCell align="end">cell</HeadCell>
            <HeadCell align="end">kv_bits</HeadCell>
            <HeadCell align="end">max_batch</HeadCell>
            <HeadCell align="end">max_context</HeadCell>
            <HeadCell>engine</HeadCell>
          </tr>
        </thead>
        <tbody>
          {preview.cells.map((cell, index) => (
            <tr key={`${cell.knobs.kvBits}-${cell.knobs.maxBatch}-${cell.knobs.maxContext}`}>
              <Cell align="end" label="cell">
                {index + 1}
              </Cell>
              <Cell align="end" label="kv_bits">
                {formatKnob(cell.knobs.kvBits)}
              </Cell>
              <Cell align="end" label="max_batch">
                {formatKnob(cell.knobs.maxBatch)}
              </Cell>
              <Cell align="end" label="max_context">
                {cell.knobs.maxContext?.toLocaleString("en-US") ?? "unset"}
              </Cell>
              <Cell label="engine">{cell.unsupported ?? "measured"}</Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
