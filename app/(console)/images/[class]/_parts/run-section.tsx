"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../../_trpc/procedures.ts";
import { Button } from "../../../../_ui/controls/button.tsx";
import { pagesOf } from "../../../../_ui/page/pages-of.ts";
import { Section } from "../../../../_ui/page/section.tsx";
import { EmptyState } from "../../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../../_ui/states/error-state.tsx";
import { OlderNote } from "../../../../_ui/states/older-note.tsx";
import { PastEnd } from "../../../../_ui/states/past-end.tsx";
import { Skeleton } from "../../../../_ui/states/skeleton.tsx";
import { exportPath } from "../../_parts/log/send-log.ts";
import { Thumb } from "../../_parts/picture-grid.tsx";
import { RUNS_A_PAGE, runsInput } from "./class-view.ts";
import { runText } from "./run-text.ts";

interface RunSectionProps {
  label: string;
  page: number;
  /** Whose recipe was forced is said beside its scores (TU50). */
  scores: RouterOutputs["images"]["class"]["scores"];
  onPage: (page: number) => void;
}

/** The image runs of this class, newest first. */
export function RunSection({ label, page, scores, onPage }: RunSectionProps) {
  const trpc = useTRPC();
  const runs = useQuery(trpc.images.runs.queryOptions(runsInput(label, page), { placeholderData: keepPreviousData }));
  if (runs.data === undefined) {
    if (runs.error === null) return <Skeleton shape="drawing" />;
    return (
      <ErrorState error={runs.error} title="The image runs could not be read." onRetry={() => void runs.refetch()} />
    );
  }
  const { rows, total } = runs.data;
  const forced = new Set(scores.filter((row) => row.forced !== null).map((row) => row.recipeSha));
  const { pages, isShown, isPastEnd, previous, next } = pagesOf({ total, size: RUNS_A_PAGE, page });
  return (
    <Section
      title="Image runs"
      aside={
        <span className="flex flex-wrap items-baseline gap-4 text-meta text-ink-3">
          {`n = ${total}`}
          <a href={exportPath(label)} download={`${label}.ndjson`} className="text-wire hover:underline">
            Export the log of this class
          </a>
        </span>
      }
    >
      <OlderNote error={runs.error} onRetry={() => void runs.refetch()} />
      {isPastEnd && total > 0 ? (
        <PastEnd page={page} pages={pages} onLast={() => onPage(pages)} />
      ) : rows.length === 0 ? (
        <EmptyState title="No image run of this class yet.">
          Run pictures of this class from the Images page.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-4">
          {rows.map((row) => (
            <RunCard key={row.id} row={row} isForced={forced.has(row.recipeSha)} />
          ))}
        </ul>
      )}
      {isShown ? (
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button disabled={previous === null} onClick={() => onPage(previous ?? 1)}>
            Previous page
          </Button>
          <span className="text-meta text-ink-2">{`page ${page} of ${pages}`}</span>
          <Button disabled={next === null} onClick={() => onPage(next ?? pages)}>
            Next page
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function RunCard({ row, isForced }: { row: RouterOutputs["images"]["runs"]["rows"][number]; isForced: boolean }) {
  return (
    <li className="min-w-0 border-t border-line pt-2">
      <Thumb hash={row.thumbBlake3} />
      <p className="font-medium">{row.label}</p>
      <p className="text-meta break-words text-ink-2">{runText(row)}</p>
      <p className="text-meta text-ink-3">
        <span className="font-mono">{row.recipeSha.slice(0, 12)}</span>
        {isForced ? " · forced" : ""}
      </p>
      {row.hasOutput ? (
        <a href={`/api/images/download/${row.id}`} className="text-meta text-wire hover:underline" download>
          Download {row.label}
        </a>
      ) : null}
    </li>
  );
}
