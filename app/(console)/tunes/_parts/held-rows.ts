/** Rows as they stand on the page while someone points at them, and how many wait. */
export interface HeldRows<TRow> {
  rows: readonly TRow[];
  waiting: number;
}

/**
 * H-20: while rows are held, known ones are renewed in their place and new ones wait; nothing under the pointer moves.
 * A row that left the list stays as it was.
 */
export function holdRows<TRow extends { id: string }>(shown: readonly TRow[], next: readonly TRow[]): HeldRows<TRow> {
  const fresh = new Map(next.map((row) => [row.id, row]));
  const known = new Set(shown.map((row) => row.id));
  return {
    rows: shown.map((row) => fresh.get(row.id) ?? row),
    waiting: next.filter((row) => !known.has(row.id)).length,
  };
}
