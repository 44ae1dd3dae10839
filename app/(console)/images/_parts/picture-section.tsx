"use client";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Button } from "../../../_ui/controls/button.tsx";
import { Select } from "../../../_ui/controls/select.tsx";
import { pagesOf } from "../../../_ui/page/pages-of.ts";
import { Section } from "../../../_ui/page/section.tsx";
import { EmptyState } from "../../../_ui/states/empty-state.tsx";
import { ErrorState } from "../../../_ui/states/error-state.tsx";
import { PastEnd } from "../../../_ui/states/past-end.tsx";
import { Skeleton } from "../../../_ui/states/skeleton.tsx";
import { PAGE_SIZE } from "./images-view.ts";
import { PictureGrid } from "./picture-grid.tsx";

interface PictureSectionProps {
  view: { class: string | null; trait: string | null; page: number };
  list: RouterOutputs["images"]["inputs"] | undefined;
  error: unknown;
  onRetry: () => void;
  classes: readonly string[];
  chosen: ReadonlySet<string>;
  onChoose: (blake3: string) => void;
  onChange: (change: { class?: string | null; trait?: string | null; page?: number | null }) => void;
}

/** The grid with its filter and pages. */
export function PictureSection({
  view,
  list,
  error,
  onRetry,
  classes,
  chosen,
  onChoose,
  onChange,
}: PictureSectionProps) {
  const { pages, isShown, isPastEnd, previous, next } = pagesOf({
    total: list?.total ?? 0,
    size: PAGE_SIZE,
    page: view.page,
  });
  return (
    <Section
      title="Pictures"
      aside={
        list === undefined ? null : (
          <span className="text-meta text-ink-3">{`${list.total} of ${list.unfiltered}`}</span>
        )
      }
    >
      <div className="mb-3 flex flex-wrap items-end gap-4">
        <Select
          label="Class"
          value={view.class ?? ""}
          onChange={(event) => onChange({ class: event.target.value === "" ? null : event.target.value, page: null })}
          options={[{ value: "", label: "all classes" }, ...classes.map((value) => ({ value, label: value }))]}
        />
        {view.trait === null ? null : (
          <Button onClick={() => onChange({ trait: null, page: null })}>Trait {view.trait}: clear</Button>
        )}
      </div>
      {error ? <ErrorState error={error} title="The pictures could not be read." onRetry={onRetry} /> : null}
      {list === undefined ? (
        error ? null : (
          <Skeleton shape="drawing" />
        )
      ) : isPastEnd && list.total > 0 ? (
        <PastEnd page={view.page} pages={pages} onLast={() => onChange({ page: pages })} />
      ) : list.rows.length === 0 ? (
        <NothingHere
          hasTrait={view.trait !== null}
          unfiltered={list.unfiltered}
          onClear={() => onChange({ class: null, trait: null, page: null })}
        />
      ) : (
        <PictureGrid
          rows={list.rows}
          chosen={chosen}
          onChoose={onChoose}
          onTrait={(trait) => onChange({ trait, page: null })}
        />
      )}
      {list !== undefined && isShown ? (
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <Button disabled={previous === null} onClick={() => onChange({ page: previous })}>
            Previous page
          </Button>
          <span className="text-meta text-ink-2">{`page ${view.page} of ${pages}`}</span>
          <Button disabled={next === null} onClick={() => onChange({ page: next })}>
            Next page
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

interface NothingHereProps {
  hasTrait: boolean;
  unfiltered: number;
  onClear: () => void;
}

function NothingHere({ hasTrait, unfiltered, onClear }: NothingHereProps) {
  if (unfiltered === 0) {
    return (
      <EmptyState title="No picture is here yet.">
        Drop some above: each is classified with reasons, run through the recipe of its class, then rated.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={hasTrait ? "No picture matches." : "No picture has this class."}
      action={<Button onClick={onClear}>Clear the filter</Button>}
    >
      Without the filter there are {unfiltered}.
    </EmptyState>
  );
}
