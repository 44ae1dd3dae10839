"use client";
import { useRouter } from "next/navigation";
import { useRef } from "react";
import { useKeys } from "../../../_keys/use-keys.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { LinkButton } from "../../../_ui/controls/link-button.tsx";
import { notify } from "../../../_ui/overlays/toast-manager.ts";
import { pagesOf } from "../../../_ui/page/pages-of.ts";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { fateOf } from "../../../_words/fate-of.ts";
import { isFailure } from "../../../_words/tune-outcome.ts";
import { compareHref, MOST_COMPARED } from "../compare/_parts/compare-in-url.ts";
import { toggled } from "./row-choice.ts";
import { TuneTable } from "./tune-table.tsx";
import { nextFailure } from "./tunes-answer.ts";
import { PAGE_SIZE, type TunesView } from "./tunes-view.ts";
import { useHeldRows } from "./use-held-rows.ts";

type TuneList = RouterOutputs["tunes"]["list"];
type Change = { [TKey in keyof TunesView]?: TunesView[TKey] | null };

interface TunesResultProps {
  view: TunesView;
  list: TuneList;
  /** A reload that failed while older rows still stand here. */
  error: unknown;
  onRetry: () => void;
  onChange: (change: Change) => void;
}

/** The rows of a view, held still while someone points at them, with `f` to the next failure. */
export function TunesResult({ view, list, error, onRetry, onChange }: TunesResultProps) {
  const router = useRouter();
  const place = useRef<HTMLDivElement>(null);
  const { rows, waiting, hold, release } = useHeldRows(list.rows, JSON.stringify(view));
  const failures = rows.filter((row) => isFailure(fateOf(row)));
  const focusNextFailure = () => {
    const here = place.current?.querySelector<HTMLAnchorElement>("a:focus")?.pathname.split("/").at(-1) ?? null;
    const next = nextFailure(failures, here);
    if (next === null) notify({ title: "No tune in this list failed." });
    else place.current?.querySelector<HTMLAnchorElement>(`a[href="/tunes/${next.id}"]`)?.focus();
  };
  const toggle = (id: string) => onChange({ chosen: toggled(view.chosen, id, MOST_COMPARED) });
  const toggleFocused = () => {
    const id = document.activeElement?.closest("tr")?.getAttribute("data-row-id") ?? null;
    if (id !== null) toggle(id);
  };
  useKeys([
    {
      id: "row.choose",
      keys: "x",
      label: "Choose the row to compare, or no longer",
      scope: "page",
      group: "act",
      run: toggleFocused,
    },
    {
      id: "tunes.failure",
      keys: "f",
      label: "Go to the next failure",
      scope: "page",
      group: "go",
      run: focusNextFailure,
    },
    {
      id: "tunes.new",
      keys: "c",
      label: "New tune",
      scope: "page",
      group: "act",
      run: () => router.push("/tunes/new"),
    },
  ]);
  if (list.total === 0) {
    return (
      <EmptyState
        title="No tune matches this filter."
        action={
          <Button onClick={() => onChange({ q: null, state: null, mac: null, page: null })}>Clear the filter</Button>
        }
      >
        Without it there are {list.unfiltered}.
      </EmptyState>
    );
  }
  return (
    <div ref={place} {...hold}>
      {error === null ? null : (
        <ErrorState error={error} title="The newest rows could not be read; these are older." onRetry={onRetry} />
      )}
      {waiting > 0 ? (
        <p className="mb-2">
          <Button onClick={release}>{waiting} new</Button>
        </p>
      ) : null}
      <CompareBar chosen={view.chosen} onClear={() => onChange({ chosen: null })} />
      <TuneTable
        rows={rows}
        choice={{ chosen: view.chosen, onToggle: toggle }}
        order={{
          sort: view.sort,
          direction: view.direction,
          onSort: (sort) =>
            onChange({ sort, direction: view.sort === sort && view.direction === "desc" ? "asc" : "desc", page: null }),
        }}
      />
      <Pager page={view.page} total={list.total} onPage={(page) => onChange({ page })} />
    </div>
  );
}

function CompareBar({ chosen, onClear }: { chosen: readonly string[]; onClear: () => void }) {
  if (chosen.length === 0) return null;
  return (
    <div role="status" className="mb-2 flex flex-wrap items-center gap-3">
      <span className="text-ink-2">
        {chosen.length === 1 ? "1 tune chosen; a comparison needs two." : `${chosen.length} tunes chosen.`}
      </span>
      {chosen.length > 1 ? <LinkButton href={compareHref(chosen)}>Compare {chosen.length} tunes</LinkButton> : null}
      <Button variant="plain" onClick={onClear}>
        Choose none
      </Button>
    </div>
  );
}

function Pager({ page, total, onPage }: { page: number; total: number; onPage: (page: number) => void }) {
  const { pages, isShown, previous, next } = pagesOf({ total, size: PAGE_SIZE, page });
  if (!isShown) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex items-center gap-4">
      <Button disabled={previous === null} onClick={() => onPage(previous ?? 1)}>
        Previous
      </Button>
      <span className="text-meta text-ink-2">
        page {page} of {pages}
      </span>
      <Button disabled={next === null} onClick={() => onPage(next ?? pages)}>
        Next
      </Button>
    </nav>
  );
}
