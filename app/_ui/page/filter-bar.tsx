"use client";
import { type ReactNode, useRef } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { CONTROL } from "../controls/field.tsx";
import { Kbd } from "../values/kbd.tsx";

interface FilterBarProps {
  /** What is filtered, for the field's label: "machines". */
  what: string;
  value: string;
  onChange: (value: string) => void;
  /** "12 of 40". */
  count: ReactNode;
  /** Facets and selects beside the text. */
  children?: ReactNode;
}

/** One filter line over a table; `/` goes to it, Esc back to where the focus was (H-39). */
export function FilterBar({ what, value, onChange, count, children }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const enter = () => {
    cameFrom.current = document.activeElement;
    field.current?.focus();
  };
  const leave = () => {
    field.current?.blur();
    if (cameFrom.current instanceof HTMLElement) cameFrom.current.focus();
  };
  useKeys([
    {
      id: "filter",
      keys: "/",
      label: `Filter ${what}`,
      scope: "page",
      group: "see",
      run: enter,
    },
  ]);
  return (
    <search className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
      <label className="flex w-full items-center gap-2 sm:w-64">
        <span className="sr-only">Filter {what}</span>
        <input
          ref={field}
          type="search"
          value={value}
          placeholder={`Filter ${what}`}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") leave();
          }}
          className={CONTROL}
        />
        <Kbd keys="/" />
      </label>
      {children}
      <span className="ml-auto text-meta text-ink-3">{count}</span>
    </search>
  );
}
