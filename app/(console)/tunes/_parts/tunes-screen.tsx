"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useTRPC } from "../../../_trpc/context.ts";
import { LinkButton } from "../../../_ui/controls/link-button.tsx";
import { PageHead } from "../../../_ui/page/page-head.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { LoadingPage } from "../../../_ui/states/skeleton.tsx";
import { tunesAnswer } from "./tunes-answer.ts";
import { TunesFilter } from "./tunes-filter.tsx";
import { TunesResult } from "./tunes-result.tsx";
import { tunesInput, tunesInUrl } from "./tunes-view.ts";

const QUESTION = "What ran, what failed, what is running?";

/** Every tune: facets, filter, order and page in the URL, live. */
export function TunesScreen() {
  const trpc = useTRPC();
  const [view, setView] = useQueryStates(tunesInUrl, { history: "replace" });
  const input = tunesInput(view);
  const tunes = useQuery(
    trpc.tunes.list.queryOptions(input, { placeholderData: keepPreviousData, trpc: { abortOnUnmount: true } }),
  );
  const newTune = (
    <LinkButton variant="primary" href="/tunes/new" keys="c">
      New tune
    </LinkButton>
  );
  if (tunes.data === undefined) {
    if (tunes.error === null) return <LoadingPage />;
    return (
      <>
        <PageHead question={QUESTION} answer="The list could not be read." action={newTune} />
        <ErrorState error={tunes.error} title="The tunes could not be read." onRetry={() => void tunes.refetch()} />
      </>
    );
  }
  const { data } = tunes;
  if (data.unfiltered === 0) {
    return (
      <>
        <PageHead question={QUESTION} answer={tunesAnswer({ running: 0, finished: 0, failed: 0 })} action={newTune} />
        <EmptyState title="No tune has run yet.">
          A tune tries models from big to small on one machine, keeps the first that fits, then measures its settings.
          The practice list needs no download and takes a minute or two.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHead question={QUESTION} answer={tunesAnswer(data.facets)} action={newTune} />
      <TunesFilter view={view} list={data} onChange={(change) => void setView({ page: null, ...change })} />
      <TunesResult
        view={view}
        list={data}
        error={tunes.error}
        onRetry={() => void tunes.refetch()}
        onChange={(change) => void setView(change)}
      />
    </>
  );
}
