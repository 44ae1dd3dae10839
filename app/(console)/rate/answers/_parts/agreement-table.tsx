"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../_trpc/context.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { agreementLine, winnerLine } from "./winners-text.ts";

const number = (value: number | null): string => (value === null ? "—" : value.toFixed(2));

/** Who wins for each rater, then how far raters agree with each other and with themselves; nobody is left out (IM66, TU33). */
export function AgreementTable() {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.ratings.agreement.queryOptions({}));
  const retry = () => void refetch();
  if (data === undefined) {
    return (
      <Section title="Agreement">
        {error === null ? (
          <Skeleton shape="rows" rows={2} />
        ) : (
          <ErrorState error={error} title="The agreement of the raters could not be read." onRetry={retry} />
        )}
      </Section>
    );
  }
  return (
    <Section title="Agreement">
      <OlderNote error={error} onRetry={retry} />
      {data.winners.length === 0 ? null : (
        <ul aria-label="Who wins for each rater" className="mb-3">
          {data.winners.map((winner) => (
            <li key={winnerLine(winner)}>{winnerLine(winner)}</li>
          ))}
        </ul>
      )}
      <p className="mb-3">{agreementLine(data)}</p>
      <ul>
        {data.raters.map((rater) => (
          <li key={rater.name} className="border-t border-line py-1">
            {rater.name}: {rater.ratings} scores, bias {number(rater.bias)}, κ with own repeats{" "}
            {number(rater.selfKappa)} over {rater.repeats}; {rater.pairs.verdicts} verdicts, κ with own repeats{" "}
            {number(rater.pairs.kappa)} over {rater.pairs.repeats}, {rater.pairs.goldsRight} of {rater.pairs.golds} gold
            pairs right
            {rater.isInconsistent ? " · answers differ from time to time" : ""}
          </li>
        ))}
        {data.between.map((pair) => (
          <li key={`${pair.first} ${pair.second}`} className="border-t border-line py-1">
            {pair.first} and {pair.second}: κ {number(pair.kappa)} over {pair.shared} shared
          </li>
        ))}
      </ul>
    </Section>
  );
}
