import type { ReactNode } from "react";

interface EmptyStateProps {
  /** What would be here: "No tune has run yet." */
  title: string;
  /** Why it is empty and what fills it. */
  children?: ReactNode;
  /** One button or command. */
  action?: ReactNode;
}

/** H-67: nothing here yet, or nothing that matches; it says which and offers one way on. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="border-y border-line py-8">
      <p className="text-prose font-medium">{title}</p>
      {children ? <div className="mt-1 max-w-[60ch] text-ink-2">{children}</div> : null}
      {action ? <div className="mt-4 flex flex-wrap gap-2">{action}</div> : null}
    </div>
  );
}
