import Link from "next/link";
import { modelLabel } from "../../../../../core/serving/model-id.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";

interface InfeasibleListProps {
  document: RouterOutputs["tunes"]["get"]["recommendation"];
  tuneRunId: string;
  isRead: boolean;
}

/** The candidates that came first and failed, each with its stored reason. */
export function InfeasibleList({ document, tuneRunId, isRead }: InfeasibleListProps) {
  if (document === null)
    return isRead ? (
      <p className="text-ink-2">The tune's document could not be read.</p>
    ) : (
      <Skeleton shape="rows" rows={2} />
    );
  if (document.infeasible.length === 0) {
    return (
      <p className="text-ink-2">
        It was the first candidate of the list, and it passed. A list that begins with a bigger model could find more.
      </p>
    );
  }
  return (
    <ol className="border-t border-line">
      {document.infeasible.map((candidate) => (
        <li key={candidate.rank} className="border-b border-line py-1.5 text-ink-2">
          <span className="mr-2 text-ink-3">{candidate.rank}</span>
          <span className="text-ink">{modelLabel(candidate.model)}</span>: {candidate.reason}{" "}
          <Link className="link" href={`/tunes/${tuneRunId}?tab=trials`}>
            trials
          </Link>
        </li>
      ))}
    </ol>
  );
}
