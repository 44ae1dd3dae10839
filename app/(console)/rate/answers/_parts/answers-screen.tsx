"use client";
import { useQuery } from "@tanstack/react-query";
import { isAllowed } from "../../../../../core/access/roles.ts";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { LinkButton } from "../../../../_ui/controls/link-button.tsx";
import { PageHead } from "../../../../_ui/page/page-head.tsx";
import { Cell, HeadCell, Table } from "../../../../_ui/page/table.tsx";
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
            {one.class}: {one.ratedRuns} rated runs, {one.neededRuns} needed for a tune; {one.argumentSets} argument{" "}
            {one.argumentSets === 1 ? "set" : "sets"}
          </li>
        ))}
      </ul>
      {rows.length === 0 ? (
        <EmptyState title="No score counts yet.">Scores given on the bench come here.</EmptyState>
      ) : (
        <div className="mb-8">
          <ScoreTable rows={rows} />
        </div>
      )}
      {isReviewer ? <AgreementTable /> : null}
    </>
  );
}

const SCORES = [1, 2, 3, 4, 5];

function ScoreTable({ rows }: Pick<RouterOutputs["ratings"]["distribution"], "rows">) {
  return (
    <Table caption="Scores 1 to 5 per class and recipe" isStacked>
      <thead>
        <tr>
          <HeadCell>class</HeadCell>
          <HeadCell>recipe</HeadCell>
          {SCORES.map((score) => (
            <HeadCell key={score} align="end">
              {score}
            </HeadCell>
          ))}
          <HeadCell align="end">n</HeadCell>
          <HeadCell align="end">mean</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.class} ${row.recipeSha}`}>
            <Cell label="class">{row.class}</Cell>
            <Cell label="recipe">
              <span className="font-mono text-meta">{row.recipeSha.slice(0, 12)}</span>
              {row.forced === null ? "" : " forced"}
            </Cell>
            {SCORES.map((score) => (
              <Cell key={score} label={`gave ${score}`} align="end">
                {row.counts[score - 1]}
              </Cell>
            ))}
            <Cell label="n" align="end">
              {row.counts.reduce((sum, count) => sum + count, 0)}
            </Cell>
            <Cell label="mean" align="end">
              {row.mean.toFixed(2)}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
