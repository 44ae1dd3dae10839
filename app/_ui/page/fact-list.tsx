import type { ReactNode } from "react";

interface FactListProps {
  facts: readonly { label: string; value: ReactNode; isMono?: boolean }[];
}

/** Names and values in two columns, one fact a line. */
export function FactList({ facts }: FactListProps) {
  return (
    <dl className="grid grid-cols-[fit-content(60%)_minmax(0,1fr)]">
      {facts.map((fact) => (
        <div key={fact.label} className="col-span-2 grid grid-cols-subgrid border-b border-line py-1.5">
          <dt className="min-w-24 pr-4 break-words text-ink-3">{fact.label}</dt>
          <dd className={fact.isMono ? "font-mono text-meta leading-5 break-all" : ""}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
