import { blake3Hex } from "../../../../core/canonical/blake3.ts";
import type { PairRecord, RatingRecord, RevokeRecord, SkipRecord } from "../../../../core/imaging/record/events.ts";
import { LineReader } from "../../../../core/imaging/record/line-reader.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { appendRecord } from "../records/append-record.ts";
import { noteResharer } from "../records/revoke-repo.ts";
import type { ResultSource, ResultStored } from "../results/result-source.ts";
import { applyLine } from "./apply-line.ts";
import { noCounts } from "./import-counts.ts";
import { indexOfLine } from "./index-line.ts";
import { applyPending, indexOfJudged, judgeRevokes } from "./judge-revokes.ts";

const utf8 = new TextEncoder();

/** IM46: a rating, verdict, skip or revoke that a Mac shares counts as one from an imported log does, once; a revoke of what it did not write is kept and takes nothing back (IM33). */
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
  const plain = indexOfLine(line, { lineHash, occurrence: 1 });
  const judging = { from: { ...from, origin: "share" as const }, lines: [line] };
  const judged = await judgeRevokes(tx, judging);
  const index = indexOfJudged(plain, judged);
  const appended = await appendRecord(app, tx, { from, index, line: text });
  const { agentId } = from;
  if (appended.kind === "same" && agentId !== null) {
    await noteResharer(tx, { orgId, eventId: record.event_id, agentId });
  }
  if (appended.kind !== "stored") return appended.kind;
  const fresh = { orgId, agentId, line, seq: appended.seq, identity: index.identity, lineHash };
  if (judged.refused.size === 0) await applyLine(app, tx, { fresh, counts: noCounts() });
  await applyPending(tx, judging);
  await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: "share", kind: "rating" });
  return "stored";
}
