import type { App } from "../../../platform/app.ts";
import { pageOfLines } from "../records/page-of-lines.ts";

const LINES_A_READ = 500;

/** IM56, IM37: the stored bytes of every line in log order, each with its newline; all of them, a page at a time. */
export async function* exportLog(app: App, of: { orgId: string; class: string | null }): AsyncGenerator<Uint8Array> {
  let after = 0;
  for (;;) {
    const rows = await pageOfLines(app.db, { ...of, after, take: LINES_A_READ });
    for (const { line } of rows) {
      yield line;
      yield Uint8Array.of(0x0a);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.seq;
  }
}
