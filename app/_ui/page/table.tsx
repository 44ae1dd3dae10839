import type { ReactNode } from "react";
import styles from "./table.module.css";

interface TableProps {
  /** Read by screen readers before the table. */
  caption: string;
  /** Rows become cards under 640 px; every cell then needs its `label`. */
  isStacked?: boolean;
  children: ReactNode;
}

/** A table of hairlines; wide ones scroll inside themselves, never the page (H-64). */
export function Table({ caption, isStacked = false, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="max-w-full overflow-x-auto" tabIndex={0} aria-label={caption}>
      <table className={`w-full border-collapse text-left ${isStacked ? styles["stacked"] : ""}`}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </section>
  );
}

interface CellProps {
  children?: ReactNode;
  /** Numbers stand right, in columns. */
  align?: "start" | "end";
  isMono?: boolean;
  /** The column's name, shown beside the value where rows are cards. */
  label?: string;
}

const ALIGN = { start: "text-left", end: "text-right" };

interface HeadCellProps extends CellProps {
  /** Which way this column sorts now; undefined where it does not sort. */
  sort?: "ascending" | "descending" | "none";
  onSort?: () => void;
}

/** A column's name; a button where the column sorts. */
export function HeadCell({ children, align = "start", sort, onSort }: HeadCellProps) {
  const mark = sort === "ascending" ? " ↑" : sort === "descending" ? " ↓" : "";
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={`${ALIGN[align]} border-b border-line py-1 pr-4 text-meta font-normal whitespace-nowrap text-ink-3 last:pr-0`}
    >
      {onSort === undefined ? (
        children
      ) : (
        <button type="button" onClick={onSort} className="min-h-6 cursor-pointer hover:text-ink">
          {children}
          <span aria-hidden>{mark}</span>
        </button>
      )}
    </th>
  );
}

/** One value; 36 px rows. */
export function Cell({ children, align = "start", isMono = false, label }: CellProps) {
  return (
    <td
      data-label={label}
      className={`${ALIGN[align]} ${isMono ? "font-mono text-meta" : ""} border-b border-line py-2 pr-4 align-baseline last:pr-0`}
    >
      {children}
    </td>
  );
}

/** The cell that names its row. */
export function RowHead({ children }: CellProps) {
  return (
    <th scope="row" className="border-b border-line py-2 pr-4 text-left align-baseline font-normal">
      {children}
    </th>
  );
}
