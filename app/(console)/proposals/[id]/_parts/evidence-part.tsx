import { formatScore, formatStarGap } from "../../../../../core/units/stars.ts";
import { FactList } from "../../../../_ui/page/fact-list.tsx";
import { gainText } from "../../../../_words/proposal-words.ts";
import type { Evidence, ProposalPage } from "./proposal-page.ts";

/** The figures of a tune with their n: means train and held out, gain with its interval, raters and pairs. */
export function EvidencePart({ page, evidence }: { page: ProposalPage; evidence: Evidence }) {
  const { counts, means, agreement } = evidence;
  const gain = gainText({ gain: evidence.gain, delta: means.delta });
  return (
    <div className="grid gap-x-12 gap-y-4 md:grid-cols-2">
      <FactList
        facts={[
          { label: "predicted gain, 90 % interval", value: `≈ ${gain ?? "–"}` },
          { label: `held out, n = ${counts.holdout}`, value: meansText(means.holdoutCurrent, means.holdoutCandidate) },
          { label: `train, n = ${counts.train}`, value: meansText(means.trainCurrent, means.trainCandidate) },
          { label: "change held out", value: `≈ ${formatStarGap(means.delta)} stars` },
        ]}
      />
      <FactList
        facts={[
          {
            label: "rated runs",
            value: `${counts.total} over ${counts.inputs} images by ${counts.raters} ${counts.raters === 1 ? "rater" : "raters"}; ${counts.incompatible} not comparable`,
          },
          { label: "paired ratings", value: `${counts.pairs} over ${counts.pairedInputs} images` },
          {
            label: "agreement of raters",
            value:
              agreement.alpha === null
                ? "not known, nothing was rated twice"
                : `α ${agreement.alpha.toFixed(3)} on ${agreement.sharedItems} shared items`,
          },
          {
            label: "method",
            value: `${evidence.strategy}, seed ${evidence.seed}${evidence.frozen.length === 0 ? "" : `; left as they are: ${evidence.frozen.join(", ")}`}`,
          },
        ]}
      />
      <p className="max-w-[70ch] text-meta text-ink-2 md:col-span-2">
        Scores of untried arguments are predictions, made from {counts.evidenceRows} ratings and verdicts of{" "}
        {page.class}; only the blind confirmation measures.
      </p>
    </div>
  );
}

const meansText = (live: number, proposal: number): string =>
  `live ≈ ${formatScore(live)}, proposal ≈ ${formatScore(proposal)}`;
