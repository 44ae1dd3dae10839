"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { isAllowed } from "../../../../core/access/roles.ts";
import { useTRPC } from "../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../_ui/controls/link-button.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { pagesOf } from "../../../_ui/page/pages-of.ts";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { PastEnd } from "../../../_ui/states/past-end.tsx";
import { LoadingPage } from "../../../_ui/states/skeleton.tsx";
import { OPEN_PROPOSALS } from "../../../_words/open-proposals.ts";
import { ProposalTable } from "./proposal-table.tsx";
import { proposalsAnswer } from "./proposals-answer.ts";
import { PAGE_SIZE, type ProposalsView, proposalsInput, proposalsInUrl, SHOWN_STATES } from "./proposals-view.ts";

type List = RouterOutputs["proposals"]["list"];

const QUESTION = "What awaits my decision?";

/** Every proposal, those that await a decision first. */
export function ProposalsScreen() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(proposalsInUrl, { history: "replace" });
  const me = useQuery(trpc.self.me.queryOptions());
  const open = useQuery(trpc.proposals.list.queryOptions(OPEN_PROPOSALS));
  const list = useQuery(
    trpc.proposals.list.queryOptions(proposalsInput(view), {
      placeholderData: keepPreviousData,
      trpc: { abortOnUnmount: true },
    }),
  );
  if (list.data === undefined || open.data === undefined) {
    const failed = list.error === null ? open : list;
    if (failed.error === null) return <LoadingPage />;
    const retry = () => void Promise.all([list.refetch(), open.refetch()]);
    return (
      <>
        <PageHead question={QUESTION} answer="The list could not be read." />
        <ErrorState error={failed.error} title="The proposals could not be read." onRetry={retry} />
      </>
    );
  }
  const [newest = null] = open.data.rows;
  return (
    <>
      <PageHead
        question={QUESTION}
        answer={proposalsAnswer({
          open: open.data.total,
          newest,
          mayDecide: isAllowed(me.data?.role ?? null, "approve"),
        })}
        action={
          newest === null ? null : (
            <LinkButton variant="primary" href={`/proposals/${newest.id}`}>
              Review next
            </LinkButton>
          )
        }
      />
      <StateFilter view={view} list={list.data} onState={(state) => void setView({ state, page: null })} />
      {list.error === null ? null : (
        <ErrorState
          error={list.error}
          title="The newest rows could not be read; these are older."
          onRetry={() => void list.refetch()}
        />
      )}
      <Rows view={view} list={list.data} onChange={(change) => void setView(change)} />
    </>
  );
}

const WORDS: Record<ProposalsView["state"], string> = {
  open: "awaiting a decision",
  promoted: "promoted",
  rejected: "rejected",
  superseded: "superseded",
  expired: "expired",
  all: "all",
};

function StateFilter({
  view,
  list,
  onState,
}: {
  view: ProposalsView;
  list: List;
  onState: (state: ProposalsView["state"]) => void;
}) {
  if (list.unfiltered === 0) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">State</legend>
        {SHOWN_STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={view.state === state}
            onClick={() => onState(state)}
            className={`min-h-7 cursor-pointer border-b-2 hover:text-ink ${view.state === state ? "border-wire text-ink" : "border-transparent text-ink-2"}`}
          >
            {WORDS[state]}
          </button>
        ))}
      </fieldset>
      <span className="ml-auto text-meta text-ink-3">
        {list.total === list.unfiltered ? `${list.total} in all` : `${list.total} of ${list.unfiltered}`}
      </span>
    </div>
  );
}

interface RowsProps {
  view: ProposalsView;
  list: List;
  onChange: (change: { state?: ProposalsView["state"] | null; page?: number | null }) => void;
}

function Rows({ view, list, onChange }: RowsProps) {
  if (list.unfiltered === 0) {
    return (
      <EmptyState
        title="No proposal has been made yet."
        action={<LinkButton href="/images">Open the images</LinkButton>}
      >
        Rate at least 20 image runs of a class with two different recipes or argument sets; its page then tunes it and
        puts the proposal here.
      </EmptyState>
    );
  }
  if (list.total === 0) {
    return (
      <EmptyState
        title={`No proposal is ${WORDS[view.state]}.`}
        action={<Button onClick={() => onChange({ state: "all", page: null })}>Show all {list.unfiltered}</Button>}
      >
        Without this filter there are {list.unfiltered}.
      </EmptyState>
    );
  }
  const { pages, isShown, isPastEnd, previous, next } = pagesOf({
    total: list.total,
    size: PAGE_SIZE,
    page: view.page,
  });
  return (
    <>
      {isPastEnd ? (
        <PastEnd page={view.page} pages={pages} onLast={() => onChange({ page: pages })} />
      ) : (
        <ProposalTable rows={list.rows} />
      )}
      {isShown ? (
        <nav aria-label="Pages" className="mt-4 flex items-center gap-4">
          <Button disabled={previous === null} onClick={() => onChange({ page: previous })}>
            Previous
          </Button>
          <span className="text-meta text-ink-2">
            page {view.page} of {pages}
          </span>
          <Button disabled={next === null} onClick={() => onChange({ page: next })}>
            Next
          </Button>
        </nav>
      ) : null}
    </>
  );
}
