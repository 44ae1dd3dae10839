import { formatStarGap } from "../../../../../core/units/stars.ts";
import { Thumb } from "../../../images/_parts/picture-grid.tsx";
import type { ProposalPage } from "./proposal-page.ts";

type Pair = ProposalPage["pairs"]["best"][number];

/** The five best and the five worst judged pictures, live beside the other (TU48). */
export function PairsPart({ pairs }: Pick<ProposalPage, "pairs">) {
  if (pairs.best.length === 0 && pairs.worst.length === 0) {
    return <p className="text-ink-2">No picture was judged under both recipes yet.</p>;
  }
  const isConfirmation = pairs.from === "confirmation";
  const other = isConfirmation ? "proposal" : "other arguments";
  // A verdict of a confirmation lies between −1 and 1 and is no score.
  const unit = isConfirmation ? "of ±1" : "stars";
  return (
    <div className="grid gap-6">
      <PairRow title={`Best for the ${other}`} pairs={pairs.best} other={other} unit={unit} />
      <PairRow title={`Worst for the ${other}`} pairs={pairs.worst} other={other} unit={unit} />
    </div>
  );
}

interface PairRowProps {
  title: string;
  pairs: readonly Pair[];
  other: string;
  /** What a value of a pair counts in. */
  unit: string;
}

function PairRow({ title, pairs, other, unit }: PairRowProps) {
  if (pairs.length === 0) return null;
  return (
    <div className="min-w-0">
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-5">
        {pairs.map((pair) => (
          <li key={pair.inputBlake3} className="min-w-0 border-t border-line pt-2">
            <div className="grid grid-cols-2 gap-1">
              <figure className="m-0 min-w-0">
                <Thumb hash={pair.live.thumbBlake3} />
                <figcaption className="text-meta text-ink-2">live</figcaption>
              </figure>
              <figure className="m-0 min-w-0">
                <Thumb hash={pair.other.thumbBlake3} />
                <figcaption className="text-meta text-ink-2">{other}</figcaption>
              </figure>
            </div>
            <p className="text-meta">
              {formatStarGap(pair.value)} {unit}, {pair.raters} {pair.raters === 1 ? "rater" : "raters"}
            </p>
            <p className="font-mono text-meta text-ink-3">{pair.inputBlake3.slice(0, 12)}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}
