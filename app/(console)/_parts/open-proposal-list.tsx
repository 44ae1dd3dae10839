import Link from "next/link";
import { ProposalFlags } from "../../_approval/proposal-flags.tsx";
import type { RouterOutputs } from "../../_trpc/procedures.ts";
import { RelativeTime } from "../../_ui/values/relative-time.tsx";
import { gainText, proposalLabel, targetText } from "../../_words/proposal-words.ts";

type Row = RouterOutputs["proposals"]["list"]["rows"][number];

/** The newest open proposals; the list has the rest. */
export function OpenProposalList({ rows, total }: { rows: readonly Row[]; total: number }) {
  return (
    <ul className="border-t border-line">
      {rows.map((row) => {
        const gain = gainText(row);
        return (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-2">
            <Link href={`/proposals/${row.id}`} className="font-medium hover:underline">
              {proposalLabel(row)}, {targetText(row)}
            </Link>
            {gain === null ? null : <span className="text-ink-2">predicted ≈ {gain}</span>}
            {row.flags.length === 0 ? null : <ProposalFlags flags={row.flags} />}
            <span className="ml-auto text-meta text-ink-3">
              <RelativeTime at={row.requestedAt} /> by {row.requestedBy}
            </span>
          </li>
        );
      })}
      {total > rows.length ? (
        <li className="py-2">
          <Link href="/proposals" className="link">
            All {total} open proposals
          </Link>
        </li>
      ) : null}
    </ul>
  );
}
