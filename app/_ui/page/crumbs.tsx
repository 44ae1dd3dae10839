import Link from "next/link";
import { Fragment, type ReactNode } from "react";

interface Crumb {
  label: ReactNode;
  /** With the list's query string, so that the way back keeps its filters (H-07). */
  href?: string;
  isMono?: boolean;
}

interface CrumbsProps {
  path: readonly Crumb[];
  /** Facts after the path, joined by dots: machine, memory, when it finished. */
  facts?: readonly ReactNode[];
}

/** Where this page stands, in one line of meta text. */
export function Crumbs({ path, facts = [] }: CrumbsProps) {
  return (
    <nav aria-label="Breadcrumbs" className="mb-3 min-h-4 text-meta text-ink-3">
      {path.map((crumb, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a path's places have no identity but their order
        <Fragment key={index}>
          {index > 0 ? <span aria-hidden> › </span> : null}
          <span className={crumb.isMono ? "font-mono" : undefined}>
            {crumb.href === undefined ? (
              crumb.label
            ) : (
              <Link href={crumb.href} className="hover:underline">
                {crumb.label}
              </Link>
            )}
          </span>
        </Fragment>
      ))}
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts are positional
        <Fragment key={`fact-${index}`}>
          <span aria-hidden> · </span>
          {fact}
        </Fragment>
      ))}
    </nav>
  );
}
