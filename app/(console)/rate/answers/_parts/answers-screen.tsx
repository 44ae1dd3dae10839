"use client";
import { useQuery } from "@tanstack/react-query";
import { isAllowed } from "../../../../../core/access/roles.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { LoadingPage } from "../../../../_ui/states/skeleton.tsx";
import { AgreementTable } from "./agreement-table.tsx";

/** The distribution of scores per class and recipe (IM65), progress to a tune (C-13), and for reviewers how raters agree (IM66). */
export function AnswersScreen() {
  const trpc = useTRPC();
  const read = useQuery(trpc.ratings.distribution.queryOptions({}));
  const classes = useQuery(trpc.ratings.classes.queryOptions({}));
  const me = useQuery(trpc.self.me.queryOptions());
  const isReviewer = me.data !== undefined && isAllowed(me.data.role, "propose");
  const retry = () => void Promise.all([read.refetch(), classes.refetch()]);
  if (read.data === undefined || classes.data === undefined) {
    const error = read.error ?? classes.error;
    if (error === null) return <LoadingPage />;
    return <ErrorState error={error} title="The answers could not be read." onRetry={retry} />;
  }
  const { rows, isEverybody } = read.data;
  return (
    <>
      <PageHead
        question="What do the answers say so far?"
        answer={isEverybody ? "The scores of everybody." : "Your own scores; others' stay hidden from a rater."}
        action={<LinkButton href="/rate">Back to the bench</LinkButton>}
      />
      <OlderNote error={read.error ?? classes.error} onRetry={retry} />
      <ul className="mb-6 grid gap-1">
        {classes.data.classes.map((one) => (
          <li key={one.class}>
            {one.class}: {one.ratedRuns} of {one.neededRuns} rated runs, {one.argumentSets} argument sets
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <EmptyState title="No score counts yet.">Scores given on the bench come here.</EmptyState>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-left [&_td]:border-t [&_td]:border-line [&_td]:py-1 [&_td]:pr-4 [&_th]:pr-4">
            <caption className="sr-only">Scores 1 to 5 per class and recipe</caption>
            <thead className="text-meta text-ink-3">
              <tr>
                <th scope="col">Class</th>
                <th scope="col">Recipe</th>
                {[1, 2, 3, 4, 5].map((score) => (
                  <th key={score} scope="col">
                    {score}
                  </th>
                ))}
                <th scope="col">n</th>
                <th scope="col">Mean</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.class} ${row.recipeSha}`}>
                  <td>{row.class}</td>
                  <td className="text-meta">
                    <span className="font-mono">{row.recipeSha.slice(0, 12)}</span>
                    {row.forced === null ? "" : " forced"}
                  </td>
                  {[1, 2, 3, 4, 5].map((score) => (
                    <td key={score}>{row.counts[score - 1]}</td>
                  ))}
                  <td>{row.counts.reduce((sum, count) => sum + count, 0)}</td>
                  <td>{row.mean.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isReviewer ? <AgreementTable /> : null}
    </>
  );
}
