/** The most the server reads. */
const LAST_PAGE = 100_000;

/** The page to ask the server for; an address may name any number (H-03). */
export const pageWithin = (page: number): number => Math.min(LAST_PAGE, Math.max(1, page));

interface Paging {
  /** Rows in all. */
  readonly total: number;
  /** Rows a page holds. */
  readonly size: number;
  /** The page asked for, from 1; a list that shrank or a typed URL asks past the end. */
  readonly page: number;
}

interface Pages {
  readonly pages: number;
  /** Paging is offered; also past the end, where it is the way back (H-03). */
  readonly isShown: boolean;
  readonly isPastEnd: boolean;
  /** The page before, at most the last one; null on the first. */
  readonly previous: number | null;
  readonly next: number | null;
}

/** Where a page stands among those of a list. */
export function pagesOf({ total, size, page }: Paging): Pages {
  const pages = Math.max(1, Math.ceil(total / size));
  return {
    pages,
    isShown: pages > 1 || page > 1,
    isPastEnd: page > pages,
    previous: page > 1 ? Math.min(page - 1, pages) : null,
    next: page < pages ? page + 1 : null,
  };
}
