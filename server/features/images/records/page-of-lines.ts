import type { Tx } from "../../../platform/app.ts";
import { linesOfClass } from "./lines-of-class.ts";
import { type StoredLine, storedLines } from "./record-repo.ts";

interface LinePage {
  orgId: string;
  /** The place of the last line read so far; 0 at the start. */
  after: number;
  /** Null: the lines of every class. */
  class: string | null;
  /** Lines looked at in one reading. */
  take: number;
}

/** Stored lines in log order, of one class or of all; an empty page is the end (IM56). */
export async function pageOfLines(tx: Tx, page: LinePage): Promise<StoredLine[]> {
  const { orgId, class: label } = page;
  let { after } = page;
  for (;;) {
    const lines = await storedLines(tx, { ...page, after });
    const last = lines.at(-1);
    if (label === null || last === undefined) return lines;
    const own = await linesOfClass(tx, { orgId, class: label, lines });
    if (own.length > 0) return own;
    after = last.seq;
  }
}
