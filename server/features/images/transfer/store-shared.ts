import { blake3Hex } from "../../../../core/canonical/blake3.ts";
import type { PairRecord, RatingRecord, RevokeRecord, SkipRecord } from "../../../../core/imaging/record/events.ts";
import { LineReader } from "../../../../core/imaging/record/line-reader.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { appendRecord } from "../records/append-record.ts";
import type { ResultSource, ResultStored } from "../results/result-source.ts";
import { applyLine } from "./apply-line.ts";
import { noCounts } from "./import-counts.ts";
import { indexOfLine } from "./index-line.ts";

const utf8 = new TextEncoder();

/** IM46: a rating, verdict, skip or revoke that a Mac shares counts as one from an imported log does, once. */
export async function storeSharedAnswer(
  app: App,
  tx: Tx,
  told: { from: ResultSource; record: RatingRecord | PairRecord | SkipRecord | RevokeRecord },
): Promise<ResultStored> {
  const { from, record } = told;
  const { orgId } = from;
  const text = JSON.stringify(record);
  const line = new LineReader().readText(text);
  if (line === null || line.kind === "malformed") return "differs";
  const lineHash = blake3Hex(utf8.encode(text));
  const index = indexOfLine(line, { lineHash, occurrence: 1 });
  const appended = await appendRecord(app, tx, { from, index, line: text });
  if (appended.kind !== "stored") return appended.kind;
  const fresh = { orgId, line, seq: appended.seq, identity: index.identity, lineHash };
  await applyLine(app, tx, { fresh, counts: noCounts() });
  await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: "share", kind: "rating" });
  return "stored";
}
