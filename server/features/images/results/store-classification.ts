import { mayReplaceClass } from "../../../../core/imaging/class-precedence.ts";
import type { ClassificationRecord } from "../../../../core/imaging/record/run.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { publish } from "../../../platform/feed.ts";
import { changeItem, itemsToClassify } from "../batches/batch-repo.ts";
import { changeInput, findInput } from "../inputs/input-repo.ts";
import { appendRecord } from "../records/append-record.ts";
import type { ResultSource, ResultStored } from "./result-source.ts";

/** What the classifier said of an input (IM10); a class of a higher rank stays above it (IM11). Items that waited for it go on to their run. */
export async function storeClassification(
  app: App,
  tx: Tx,
  told: { from: ResultSource; record: ClassificationRecord; thumb: string | null },
): Promise<ResultStored> {
  const { from, record, thumb } = told;
  const { orgId } = from;
  const blake3 = record.input_blake3;
  const index = {
    identity: `classification:${blake3}:${record.ts_unix_ms}:${from.agentId}`,
    kind: "classification",
    v: 2,
    tsUnixMs: record.ts_unix_ms,
    inputBlake3: blake3,
    class: record.class,
  };
  const line = JSON.stringify(record);
  const appended = await appendRecord(app, tx, { from, index, line });
  if (appended.kind !== "stored") return appended.kind;
  const input = await findInput(tx, orgId, blake3);
  if (input === null) return "stored";
  const { w, h, format } = record.input;
  const change = {
    ...(mayReplaceClass(input.classBy, record.class_by) ? { class: record.class, classBy: record.class_by } : {}),
    confidence: record.confidence,
    traitsJson: JSON.stringify(record.traits),
    rule: record.rule,
    classificationJson: line,
    classifierVersion: String(record.classifier_version),
    classifiedAt: app.clock.now(),
    ...(thumb === null ? {} : { thumbBlake3: thumb }),
    width: input.width ?? w,
    height: input.height ?? h,
    format: input.format ?? format,
    problem: null,
  };
  await changeInput(tx, { orgId, blake3 }, change);
  for (const item of await itemsToClassify(tx, orgId, blake3))
    await changeItem(tx, item, { step: "classified", reason: null });
  await publish(tx, { orgId, at: app.clock.now(), topic: "image", subject: record.class, kind: "class" });
  return "stored";
}
