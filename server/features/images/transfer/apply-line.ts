import type { SkipRecord } from "../../../../core/imaging/record/events.ts";
import type { App, Tx } from "../../../platform/app.ts";
import { insertCorrections } from "../classes/correction-repo.ts";
import { keepImportedLabel } from "../classes/ensure-classes.ts";
import { settleClass } from "../classes/settle-class.ts";
import { flagUnusable } from "../inputs/flag-repo.ts";
import { findInput, keepInput } from "../inputs/input-repo.ts";
import { insertRating, insertVerdict } from "../records/answer-repo.ts";
import { columnsOfRun } from "../results/run-columns.ts";
import { joinAnswers } from "../runs/join-answers.ts";
import { findRun, insertRun, newestRunBefore, runPlaces } from "../runs/run-repo.ts";
import type { ImportCounts } from "./import-counts.ts";
import type { KeptLine } from "./index-line.ts";
import { takeBack } from "./take-back.ts";

export interface NewLine<T extends KeptLine = KeptLine> {
  orgId: string;
  /** The Mac that shared it; null for an imported line. */
  agentId: string | null;
  line: T;
  seq: number;
  identity: string;
  lineHash: string;
}

type RunLine = Extract<KeptLine, { kind: "run" }>;
type RatingLine = Extract<KeptLine, { kind: "rating" }>;
type EventLine = Extract<KeptLine, { kind: "event" }>;

/** What a new line of an imported log changes beside being kept; unknown kinds change nothing. */
export async function applyLine(app: App, tx: Tx, told: { fresh: NewLine; counts: ImportCounts }): Promise<void> {
  const { fresh, counts } = told;
  const { line } = fresh;
  switch (line.kind) {
    case "run":
      return applyRun(app, tx, { fresh: { ...fresh, line }, counts });
    case "rating":
      return applyRating(app, tx, { fresh: { ...fresh, line }, counts });
    case "event":
      return applyEvent(app, tx, { ...fresh, line });
    case "other":
      return;
  }
}

async function applyRun(app: App, tx: Tx, told: { fresh: NewLine<RunLine>; counts: ImportCounts }): Promise<void> {
  const { fresh, counts } = told;
  const { orgId, line, seq, lineHash } = fresh;
  const { record } = line;
  const at = app.clock.now();
  counts.runs += 1;
  counts.withoutPixels += 1;
  if (await keepImportedLabel(app, tx, { orgId, label: line.class })) counts.unknownClasses.add(line.class);
  await keepInput(tx, { orgId, blake3: line.inputBlake3, origin: "import", class: line.class, receivedAt: at });
  const input = await findInput(tx, orgId, line.inputBlake3);
  const id = record?.run_id ?? lineHash;
  if ((await findRun(tx, orgId, id)) !== null) return;
  const columns =
    record === null
      ? {
          inputBlake3: line.inputBlake3,
          class: line.class,
          recipeSha: line.sha,
          outputBlake3: line.outputBlake3,
          recordJson: JSON.stringify({ steps: line.steps }),
          tsUnixMs: BigInt(Math.trunc(line.atMs)),
          notRateable: "no_pixels",
        }
      : columnsOfRun(record, null, "import");
  await insertRun(tx, {
    ...columns,
    id,
    orgId,
    origin: "import",
    state: "done",
    isPreview: record !== null && record.work_long_side !== null,
    isClassCorrected: input?.classBy === "correction" && input.class !== line.class,
    seq,
    requestedAt: at,
    endedAt: at,
    receivedAt: at,
  });
  await joinAnswers(tx, { orgId, runId: id, class: line.class, inputBlake3: line.inputBlake3 });
}

async function applyRating(
  app: App,
  tx: Tx,
  told: { fresh: NewLine<RatingLine>; counts: ImportCounts },
): Promise<void> {
  const { fresh, counts } = told;
  const { orgId, agentId, line, seq, identity } = fresh;
  const { record } = line;
  const atMs = Math.trunc(line.atMs);
  counts.ratings += 1;
  const named = record?.run_id ?? null;
  const run =
    named === null
      ? await newestRunBefore(tx, { orgId, inputBlake3: line.inputBlake3, atMs })
      : await findRun(tx, orgId, named);
  if (run === null) counts.orphans += 1;
  await insertRating(tx, {
    eventId: record?.event_id ?? identity,
    orgId,
    agentId,
    seq,
    runId: named ?? run?.id ?? null,
    inputBlake3: line.inputBlake3,
    outputBlake3: record?.output_blake3 ?? null,
    class: run?.class ?? null,
    raterId: record?.rater_id ?? "local",
    score: line.score,
    notes: line.notes,
    isBlind: record?.blind ?? false,
    isWarmUp: record?.warmup ?? false,
    join: named === null ? "legacy-input" : "run",
    viewJson: record?.view === undefined ? null : JSON.stringify(record.view),
    replaces: record?.replaces ?? null,
    tsUnixMs: BigInt(atMs),
    receivedAt: app.clock.now(),
  });
}

async function applyEvent(app: App, tx: Tx, { orgId, agentId, line, seq }: NewLine<EventLine>): Promise<void> {
  const { record } = line;
  const receivedAt = app.clock.now();
  if (record.kind === "revoke") {
    return takeBack(tx, { orgId, eventId: record.revokes, revokedBy: record.event_id });
  }
  if (record.kind === "skip") return applySkip(app, tx, { orgId, record });
  if (record.kind === "correction") {
    const { input_blake3: blake3, class_now: classNow, event_id: eventId } = record;
    await keepInput(tx, { orgId, blake3, origin: "import", receivedAt });
    const tsUnixMs = BigInt(record.ts_unix_ms);
    await insertCorrections(tx, [{ orgId, eventId, seq, inputBlake3: blake3, classNow, tsUnixMs }]);
    return settleClass(tx, { orgId, blake3 });
  }
  if (record.kind !== "pair") return;
  const left = await findRun(tx, orgId, record.left_run);
  await insertVerdict(tx, {
    eventId: record.event_id,
    orgId,
    agentId,
    seq,
    leftRun: record.left_run,
    rightRun: record.right_run,
    class: left?.class ?? null,
    inputBlake3: left?.inputBlake3 ?? null,
    raterId: record.rater_id,
    verdict: record.verdict,
    shownLeft: record.shown_left,
    ms: record.ms,
    confirmationId: record.confirmation_id ?? null,
    isWarmUp: record.warmup ?? false,
    isGold: record.gold ?? false,
    tsUnixMs: BigInt(record.ts_unix_ms),
    receivedAt,
  });
}

/** IM34: unusable is a flag on the picture, whoever says it. */
async function applySkip(app: App, tx: Tx, { orgId, record }: { orgId: string; record: SkipRecord }): Promise<void> {
  if (record.reason !== "unusable") return;
  const of = { ids: [record.run_id].flatMap((id) => id ?? []), pairIds: [record.pair_id].flatMap((id) => id ?? []) };
  const runs = await runPlaces(tx, { orgId, ...of, inputs: [] });
  const hashes = [...new Set(runs.map(({ inputBlake3 }) => inputBlake3))];
  const flag = { flagId: record.event_id, by: record.rater_id, at: app.clock.now() };
  if (hashes.length > 0) await flagUnusable(tx, { orgId, hashes, ...flag });
}
