import type { Db } from "../../../platform/app.ts";
import { pageOfLines } from "./record-repo.ts";

const LINES_A_PAGE = 1_000;

/**
 * The lines of the feedback log that a tune of a class reads, in log order, a page at a time; after a pause it reads on where it was.
 * All of them: a rating that names no run joins the newest run of its input, whatever class that has (TU7), so fewer lines could give another proposal than the exported log.
 */
export async function* readClassRecords(db: Db, of: { orgId: string }): AsyncGenerator<Uint8Array[]> {
  let after = 0;
  for (;;) {
    const rows = await pageOfLines(db, { orgId: of.orgId, class: null, after, take: LINES_A_PAGE });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ line }) => line);
    after = last.seq;
  }
}
