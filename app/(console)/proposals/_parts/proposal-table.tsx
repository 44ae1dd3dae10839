import Link from "next/link";
import { ProposalFlags } from "../../../_approval/proposal-flags.tsx";
import { Cell, HeadCell, RowHead, Table } from "../../../_ui/page/table.tsx";
import { useRowKeys } from "../../../_ui/page/use-row-keys.ts";
import { RelativeTime } from "../../../_ui/values/relative-time.tsx";
import { Status } from "../../../_ui/values/status.tsx";
import { gainText, proposalLabel, stateWords, targetText } from "../../../_words/proposal-words.ts";
import type { ProposalRow } from "./proposals-view.ts";

/** Proposals as rows, cards on a phone: kind, target, gain with n, what speaks against it, age. */
export function ProposalTable({ rows }: { rows: readonly ProposalRow[] }) {
  useRowKeys({ canOpen: true });
  return (
    <>
      <div className="hidden sm:block">
        <Table caption="Proposals">
          <thead>
            <tr>
              <HeadCell>Proposal</HeadCell>
              <HeadCell>Kind</HeadCell>
              <HeadCell>Target</HeadCell>
              <HeadCell>Predicted gain, 90 %</HeadCell>
              <HeadCell align="end">n</HeadCell>
              <HeadCell>Against it</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>Proposed</HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ProposalLine key={row.id} row={row} />
            ))}
          </tbody>
        </Table>
      </div>
      <ProposalCards rows={rows} />
    </>
  );
}

function ProposalCards({ rows }: { rows: readonly ProposalRow[] }) {
  return (
    <ul className="border-t border-line sm:hidden">
      {rows.map((row) => {
        const state = stateWords(row.state);
        const gain = gainText(row);
        return (
          <li key={row.id} className="border-b border-line py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <Link href={`/proposals/${row.id}`} className="text-prose font-medium">
                {proposalLabel(row)}, {targetText(row)}
              </Link>
              <Status level={state.level}>{state.word}</Status>
            </p>
            {gain === null ? null : (
              <p>
                ≈ {gain}
                <span className="text-ink-3">, n = {row.n ?? "unknown"}</span>
              </p>
            )}
            <ProposalFlags flags={row.flags} />
            <p className="text-meta text-ink-3">
              image recipe, proposed <RelativeTime at={row.requestedAt} /> by {row.requestedBy}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function ProposalLine({ row }: { row: ProposalRow }) {
  const state = stateWords(row.state);
  const gain = gainText(row);
  return (
    <tr className="hover:bg-sunk" data-row-id={row.id}>
      <RowHead>
        <Link
          href={`/proposals/${row.id}`}
          className="font-mono text-meta font-medium whitespace-nowrap hover:underline"
        >
          {proposalLabel(row)}
        </Link>
      </RowHead>
      <Cell>image recipe</Cell>
      <Cell>
        <Link href={`/images/${encodeURIComponent(row.class)}`} className="hover:underline">
          {targetText(row)}
        </Link>
      </Cell>
      <Cell>
        {gain === null ? (
          <span className="text-ink-3">–</span>
        ) : (
          <span title="a prediction, not a measurement">≈ {gain}</span>
        )}
      </Cell>
      <Cell align="end">{row.n ?? "–"}</Cell>
      <Cell>
        <ProposalFlags flags={row.flags} />
      </Cell>
      <Cell>
        <span className="whitespace-nowrap">
          <Status level={state.level}>{state.word}</Status>
        </span>
      </Cell>
      <Cell>
        <span className="whitespace-nowrap text-ink-2">
          <RelativeTime at={row.requestedAt} /> by {row.requestedBy}
        </span>
      </Cell>
    </tr>
  );
}
