import type { ReactNode } from "react";

interface SectionProps {
  title: string;
  /** A sentence under the title. */
  note?: ReactNode;
  /** Quiet controls on the title's line. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A titled part of a page; air instead of a box. */
export function Section({ title, note, aside, children }: SectionProps) {
  return (
    <section className="mb-8 min-w-0">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-prose font-semibold">{title}</h2>
        {aside}
        {note ? <p className="w-full text-meta text-ink-2">{note}</p> : null}
      </div>
      {children}
    </section>
  );
}
