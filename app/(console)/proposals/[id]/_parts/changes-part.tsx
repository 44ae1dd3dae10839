import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../_ui/page/table.tsx";
import { CopyButton } from "../../../../_ui/values/copy-button.tsx";
import type { ProposalPage } from "./proposal-page.ts";

/** The values that change, and the recipe's text line by line, comments kept (TU46). */
export function ChangesPart({ changes }: Pick<ProposalPage, "changes">) {
  return (
    <div className="grid gap-4">
      {changes.values.length === 0 ? null : (
        <div className="max-w-[36rem]">
          <Table caption="Values that change">
            <thead>
              <tr>
                <HeadCell>parameter</HeadCell>
                <HeadCell align="end">live</HeadCell>
                <HeadCell align="end">proposed</HeadCell>
              </tr>
            </thead>
            <tbody>
              {changes.values.map(({ name, old, next }) => (
                <tr key={name}>
                  <RowHead>
                    <span className="font-mono text-meta">{name}</span>
                  </RowHead>
                  <Cell align="end">{old}</Cell>
                  <Cell align="end">
                    <strong className="font-semibold">{next}</strong>
                  </Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <DiffLines name="Difference from the live recipe to the proposal" lines={changes.diff} />
      <div>
        <CopyButton what="proposed recipe" text={changes.toml} />
      </div>
    </div>
  );
}
