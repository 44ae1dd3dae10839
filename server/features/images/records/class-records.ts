import type { Db } from "../../../platform/app.ts";
import { pageOfLines } from "./page-of-lines.ts";
import { REFUSED_REVOKE } from "./revoke-repo.ts";

const LINES_A_PAGE = 1_000;

/**
 * The lines of the feedback log that a tune of a class reads, in log order, a page at a time: those after a place, up to another.
 * All of them: a rating that names no run joins the newest run of its input, whatever class that has (TU7), so fewer lines could give another proposal than the exported log.
 * Only a revoke that was refused is none of them: what it names still counts here (IM33).
 */
export async function* readClassRecords(
  db: Db,
  { orgId, after: first = 0, through = Number.MAX_SAFE_INTEGER }: { orgId: string; after?: number; through?: number },
): AsyncGenerator<Uint8Array[]> {
  let after = first;
  for (;;) {
    const rows = (await pageOfLines(db, { orgId, class: null, after, take: LINES_A_PAGE })).filter(
      ({ seq }) => seq <= through,
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.flatMap(({ kind, line }) => (kind === REFUSED_REVOKE ? [] : [line]));
    after = last.seq;
  }
}
