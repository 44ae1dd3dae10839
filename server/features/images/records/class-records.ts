import type { Db } from "../../../platform/app.ts";
import { bareLines } from "./record-repo.ts";
import { REFUSED_REVOKE, refusedOnceAnswered } from "./revoke-repo.ts";

const LINES_A_PAGE = 1_000;
const WITHOUT = [REFUSED_REVOKE];
/** Places are 32-bit numbers. */
const LAST_PLACE = 2_147_483_647;

/**
 * The lines of the feedback log that a tune of a class reads, in log order, a page at a time: those after a place, up to another.
 * All of them: a rating that names no run joins the newest run of its input, whatever class that has (TU7), so fewer lines could give another proposal than the exported log.
 * Only a revoke that was refused is none of them: what it names still counts here (IM33).
 */
export async function* readClassRecords(
  db: Db,
  { orgId, after: first = 0, through = LAST_PLACE }: { orgId: string; after?: number; through?: number },
): AsyncGenerator<Uint8Array[]> {
  const refused = await refusedOnceAnswered(db, { orgId, after: first, through });
  let after = first;
  for (;;) {
    const rows = await bareLines(db, { orgId, after, through, without: WITHOUT, take: LINES_A_PAGE });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.flatMap(({ seq, line }) => (refused.has(seq) ? [] : line));
    after = last.seq;
  }
}
