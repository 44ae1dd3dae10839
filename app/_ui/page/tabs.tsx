"use client";
import { Tabs as baseTabs } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface TabsProps<TValue extends string> {
  value: TValue;
  onChange: (value: TValue) => void;
  tabs: readonly { value: TValue; label: string; content: ReactNode }[];
  /** Quiet actions at the end of the tab line. */
  aside?: ReactNode;
}

/** Views of one object; which one is open lives in the URL (H-01), so the value is the caller's. */
export function Tabs<TValue extends string>({ value, onChange, tabs, aside }: TabsProps<TValue>) {
  const choose = (next: unknown) => {
    const tab = tabs.find((candidate) => candidate.value === next);
    if (tab !== undefined) onChange(tab.value);
  };
  return (
    <baseTabs.Root value={value} onValueChange={choose}>
      <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-2 border-b border-line">
        <baseTabs.List className="flex min-w-0 flex-wrap gap-x-6" activateOnFocus={false}>
          {tabs.map((tab) => (
            <baseTabs.Tab
              key={tab.value}
              value={tab.value}
              className="-mb-px min-h-9 cursor-pointer border-b-2 border-transparent text-ink-2 hover:text-ink data-active:border-wire data-active:text-ink"
            >
              {tab.label}
            </baseTabs.Tab>
          ))}
        </baseTabs.List>
        {aside ? <div className="flex flex-wrap items-center gap-4 pb-1">{aside}</div> : null}
      </div>
      {tabs.map((tab) => (
        <baseTabs.Panel key={tab.value} value={tab.value}>
          {tab.content}
        </baseTabs.Panel>
      ))}
    </baseTabs.Root>
  );
}
