import { DiffLines } from "../../../../_ui/page/diff-lines.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../../_ui/page/table.tsx";
import { CopyButton } from "../../../../_ui/values/copy-button.tsx";
import type { ProposalPage } from "./proposal-page.ts";

const DIFFERENCES: Record<ProposalPage["changes"]["from"], string> = {
  live: "Difference from the live recipe to the proposal",
  replaced: "Difference from the recipe it replaced",
  base: "Difference from the recipe it was proposed against",
};

/** The values that change, and the recipe's text line by line, comments kept (TU46). */
export function ChangesPart({ page: { changes, pins } }: { page: Pick<ProposalPage, "changes" | "pins"> }) {
  const isBaseLive = changes.from === "live" && pins.liveSha === pins.baseSha;
  return (
    <div className="grid gap-4">
      {changes.values.length === 0 ? null : (
        <div className="max-w-[36rem]">
          <Table caption="Values that change">
            <thead>
              <tr>
                <HeadCell>parameter</HeadCell>
                <HeadCell align="end">{isBaseLive ? "live" : "proposed against"}</HeadCell>
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
      <DiffLines name={DIFFERENCES[changes.from]} lines={changes.diff} />
      <div>
        <CopyButton what="proposed recipe" text={changes.toml} />
      </div>
    </div>
  );
}
