import type { ReactNode } from "react";

interface PageHeadProps {
  /** The question this page answers; its only h1. */
  question: string;
  /** The answer as a sentence, before any data. */
  answer: ReactNode;
  crumbs?: ReactNode;
  /** The one number, a headline `Metric`. */
  figure?: ReactNode;
  /** What the number is: "median of 3 · first token 1.92 s, max of 3". */
  figureNote?: ReactNode;
  /** The one primary action, always in the same place. */
  action?: ReactNode;
}

/** The head of every page: question, answer, one number, one action. */
export function PageHead({ question, answer, crumbs, figure, figureNote, action }: PageHeadProps) {
  return (
    <header className="mb-6">
      {crumbs}
      <div className="grid items-start gap-x-12 gap-y-4 md:grid-cols-[minmax(0,1fr)_auto] lg:items-end">
        <div>
          <h1 className="mb-1 text-question font-medium tracking-tight text-balance">{question}</h1>
          <div className="max-w-[76ch] text-prose text-ink-2 [&_strong]:font-semibold [&_strong]:text-ink">
            {answer}
          </div>
        </div>
        <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-3 md:flex-col md:items-end lg:flex-row">
          {figure ? (
            <p className="md:text-right">
              {figure}
              {figureNote ? <span className="block text-meta text-ink-3">{figureNote}</span> : null}
            </p>
          ) : null}
          {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
        </div>
      </div>
    </header>
  );
}
