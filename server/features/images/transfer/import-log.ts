import { blake3Hex } from "../../../../core/canonical/blake3.ts";
import { LineReader } from "../../../../core/imaging/record/line-reader.ts";
import { LineSplitter, type RawLine } from "../../../../core/imaging/record/split-lines.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { transaction } from "../../../platform/transaction.ts";
import { ensureClasses } from "../classes/ensure-classes.ts";
import { type RecordIndex, rowOf } from "../records/append-record.ts";
import { insertRecords, knownIdentities, takePlaces } from "../records/record-repo.ts";
import { applyLine } from "./apply-line.ts";
import { type ImportCounts, type ImportReport, noCounts } from "./import-counts.ts";
import { indexOfLine, type KeptLine } from "./index-line.ts";
import { applyPending, indexOfJudged, judgeRevokes } from "./judge-revokes.ts";

const LINES_A_COMMIT = 200;
const NAMED_LINES = 100;

interface Ready {
  bytes: Uint8Array<ArrayBuffer>;
  line: KeptLine;
  index: RecordIndex;
  lineHash: string;
}

/** IM56, IM37: a log of either version becomes records, runs and ratings; a second import changes nothing. */
export async function importLog(app: App, orgId: string, stream: AsyncIterable<Uint8Array>): Promise<ImportReport> {
  const reading = { reader: new LineReader(), seen: new Map<string, number>(), counts: noCounts() };
  const splitter = new LineSplitter();
  let ready: Ready[] = [];
  await transaction(app, "images.import-classes", (tx) => ensureClasses(app, tx, orgId));
  const take = async (lines: readonly RawLine[], isLast: boolean): Promise<void> => {
    for (const raw of lines) ready.push(...readLine(reading, raw));
    while (ready.length >= LINES_A_COMMIT || (isLast && ready.length > 0)) {
      const batch = ready.slice(0, LINES_A_COMMIT);
      await transaction(app, "images.import", (tx) => storeLines(app, tx, { orgId, batch, counts: reading.counts }));
      ready = ready.slice(LINES_A_COMMIT);
    }
  };
  for await (const chunk of stream) await take(splitter.push(Uint8Array.from(chunk)), false);
  await take(splitter.end(), true);
  const { unknownClasses, refusedRevokes } = reading.counts;
  const refused = [...refusedRevokes].map(([reason, count]) => ({ reason, count }));
  return { ...reading.counts, unknownClasses: [...unknownClasses].sort(), refusedRevokes: refused };
}

function readLine(
  { reader, seen, counts }: { reader: LineReader; seen: Map<string, number>; counts: ImportCounts },
  raw: RawLine,
): Ready[] {
  const line = reader.read(raw);
  if (line === null) return [];
  if (line.kind === "malformed" || raw.bytes === null) {
    counts.skipped += 1;
    const reason = line.kind === "malformed" ? line.reason : "longer than 4 MiB";
    if (counts.skippedLines.length < NAMED_LINES) counts.skippedLines.push({ line: raw.number, reason });
    return [];
  }
  const lineHash = blake3Hex(raw.bytes);
  const occurrence = (seen.get(lineHash) ?? 0) + 1;
  seen.set(lineHash, occurrence);
  return [{ bytes: Uint8Array.from(raw.bytes), line, lineHash, index: indexOfLine(line, { lineHash, occurrence }) }];
}

async function storeLines(
  app: App,
  tx: Tx,
  { orgId, batch, counts }: { orgId: string; batch: readonly Ready[]; counts: ImportCounts },
): Promise<void> {
  const known = await knownIdentities(
    tx,
    orgId,
    batch.map(({ index }) => index.identity),
  );
  const fresh: Ready[] = [];
  for (const one of batch) {
    if (known.has(one.index.identity)) counts.known += 1;
    else fresh.push(one);
    known.add(one.index.identity);
  }
  const first = await takePlaces(tx, orgId, fresh.length);
  const from = { orgId, agentId: null, origin: "import" as const };
  const receivedAt = app.clock.now();
  const judging = { from, lines: fresh.map(({ line }) => line) };
  const judged = await judgeRevokes(tx, judging);
  const refusalOf = ({ index }: Ready) => judged.refused.get(index.eventId ?? "");
  await insertRecords(
    tx,
    fresh.map(({ index, bytes }, place) => {
      return { ...rowOf(from, indexOfJudged(index, judged)), seq: first + place, line: bytes, receivedAt };
    }),
  );
  for (const [place, one] of fresh.entries()) {
    const { line, index, lineHash } = one;
    const refusal = refusalOf(one);
    if (refusal !== undefined) counts.refusedRevokes.set(refusal, (counts.refusedRevokes.get(refusal) ?? 0) + 1);
    else {
      await applyLine(app, tx, {
        fresh: { orgId, agentId: null, line, seq: first + place, identity: index.identity, lineHash },
        counts,
      });
    }
  }
  await applyPending(tx, judging);
  await publish(tx, { orgId, at: receivedAt, topic: "image", subject: "import", kind: "import" });
}
