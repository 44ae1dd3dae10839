"use client";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../_trpc/context.ts";
import type { RouterOutputs } from "../../../_trpc/procedures.ts";
import { Select } from "../../../_ui/controls/select.tsx";
import { FilterBar } from "../../../_ui/page/filter-bar.tsx";
import { TUNE_STATES, type TunesView } from "./tunes-view.ts";

type TuneList = RouterOutputs["tunes"]["list"];

interface TunesFilterProps {
  view: TunesView;
  list: TuneList;
  onChange: (change: Partial<TunesView>) => void;
}

const WORDS = { all: "all", running: "under way", finished: "finished", failed: "failed" };

/** Text, outcome facets with their counts, and one machine. */
export function TunesFilter({ view, list, onChange }: TunesFilterProps) {
  const trpc = useTRPC();
  const fleet = useQuery(trpc.fleet.list.queryOptions());
  const { facets } = list;
  const counts = { ...facets, all: facets.running + facets.finished + facets.failed };
  const machines = (fleet.data?.macs ?? []).map((mac) => ({ value: mac.id, label: mac.hostName }));
  return (
    <FilterBar
      what="tunes"
      value={view.q}
      onChange={(q) => onChange({ q })}
      count={list.total === list.unfiltered ? `${list.total} in all` : `${list.total} of ${list.unfiltered}`}
    >
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">Outcome</legend>
        {TUNE_STATES.map((state) => (
          <button
            key={state}
            type="button"
            aria-pressed={view.state === state}
            onClick={() => onChange({ state })}
            className={`min-h-7 cursor-pointer border-b-2 hover:text-ink ${view.state === state ? "border-wire text-ink" : "border-transparent text-ink-2"}`}
          >
            {WORDS[state]} <span className="text-ink-3">{counts[state]}</span>
          </button>
        ))}
      </fieldset>
      {machines.length > 1 ? (
        <div className="w-40">
          <Select
            label="Machine"
            isLabelHidden
            value={view.mac ?? ""}
            onChange={(event) => onChange({ mac: event.target.value === "" ? null : event.target.value })}
            options={[{ value: "", label: "all machines" }, ...machines]}
          />
        </div>
      ) : null}
    </FilterBar>
  );
}
