"use client";
import { asEstimate, formatFileSize } from "../../../../../../core/units/quantities.ts";
import type { RouterOutputs } from "../../../../../_trpc/procedures.ts";
import type { TuneList } from "./flags-in-url.ts";

interface ListChoiceProps {
  options: RouterOutputs["tunes"]["options"] | undefined;
  value: TuneList;
  onChange: (list: TuneList) => void;
}

const WORDS: Record<TuneList, { title: string; text: string }> = {
  practice: {
    title: "Practice",
    text: "Small files Espalier writes itself: no download, a minute or two. They show the whole way and answer nothing useful.",
  },
  default: { title: "Real models", text: "The default list, largest first; stops at the first that fits." },
  operator: { title: "Own list", text: "Your models in your order, which is never changed." },
};

function fetchNote(options: ListChoiceProps["options"], list: TuneList): string {
  const entry = options?.lists.find((candidate) => candidate.list === list);
  if (entry === undefined || list === "operator") return "";
  if (entry.fetchBytes === null) return " Size of the download unknown.";
  return entry.fetchBytes === 0
    ? " Nothing to fetch."
    : ` ${asEstimate(formatFileSize(entry.fetchBytes))} to fetch if every one is tried.`;
}

/** Which list the tune goes through. */
export function ListChoice({ options, value, onChange }: ListChoiceProps) {
  const lists: TuneList[] = ["practice", "default", "operator"];
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1 font-medium text-ink-2 text-meta">Models</legend>
      {lists.map((list) => (
        <label
          key={list}
          className="grid cursor-pointer grid-cols-[1rem_1fr] gap-x-2 border-line border-b py-2 first-of-type:border-t"
        >
          <input
            type="radio"
            name="list"
            value={list}
            checked={value === list}
            onChange={() => onChange(list)}
            className="mt-0.5 size-4 accent-wire"
          />
          <span>
            <span className="font-medium">{WORDS[list].title}</span>
            <span className="block text-ink-2 text-meta">
              {WORDS[list].text}
              {list === "default" ? fetchNote(options, list) : ""}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
