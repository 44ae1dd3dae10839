import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeCorrection, makeRevoke, makeRunError } from "../../../core/imaging/record/record.ts";
import { aRating, aRun, ENGINE, INPUT, OUTPUT } from "../../../core/imaging/record/test-records.ts";
import { makeEventWriter } from "../../loop/event-writer.ts";
import type { PlaneResult } from "../../loop/plane/plane-client.ts";
import type { PlaneLink } from "../../loop/plane/plane-link.ts";
import { uploadFiles } from "../../loop/plane/upload-files.ts";
import { systemWorld } from "../../loop/system-world.ts";
import { pendingEvents } from "../../store/outbox.ts";
import { boundPaths } from "../../store/outbox-files.ts";
import { hasSharedRun } from "../../store/shared-runs.ts";
import { tempStore } from "../../test/fixtures/temp-store.ts";
import { trialWarnings } from "../records/trial-warnings.ts";
import { clearLeftovers } from "./clear-leftovers.ts";
import { queueRecord } from "./queue-record.ts";
import { readShareable } from "./read-shareable.ts";

const BLAKE3 = "a".repeat(64);

/** A run in the outbox with one picture, which is there or not. */
function queued(isThere: boolean, warnings: readonly string[] = []) {
  const { store, stateDir } = tempStore();
  const folder = join(stateDir, "shared");
  mkdirSync(folder);
  const path = join(folder, BLAKE3);
  if (isThere) writeFileSync(path, "a picture");
  const record = aRun({ run_id: randomUUID() });
  const events = makeEventWriter(store, systemWorld, randomUUID());
  const ground = { store, events, serverId: "console-1", at: "2026-11-20T10:00:00.000Z" };
  const blobs = { output: BLAKE3, before: BLAKE3, thumb: null };
  const pictures = { files: [{ blake3: BLAKE3, path }], blobs, warnings };
  queueRecord({ kind: "run", record, stored: null }, pictures, ground);
  const isShared = (serverId = "console-1") => hasSharedRun(store, { serverId, runId: record.run_id });
  return { store, folder, isShared };
}

type Answer = Exclude<PlaneResult<never>, { kind: "ok" }>;
const NOT_NOW: Answer = { kind: "unreachable", reason: "not now" };
const NEVER: Answer = {
  kind: "refused",
  status: 413,
  code: "too_large",
  message: "too large",
  retryAfterMs: null,
};

/** A console that says the same to every picture. */
function link(answer: Answer): PlaneLink {
  return {
    enrolment: () => null,
    call: () => Promise.reject(new Error("no call")),
    authorised: () => Promise.resolve(answer),
    serverNowMs: () => null,
    nudge: () => new AbortController().signal,
  };
}

test("IM30 IM46 a run is shared whatever its warnings: cut to what the contract takes, as those of a job's run", () => {
  const many = Array.from({ length: 25 }, (_, n) => `${n} `.padEnd(700, "x"));
  const { store } = queued(true, many);
  const cut = many.slice(0, 20).map((words) => words.slice(0, 500));
  expect(pendingEvents(store)).toMatchObject([{ body: { warnings: cut } }]);
  expect(trialWarnings(many)).toEqual({ warnings: cut });
});

test("IM46 what was shared is remembered for its console alone", () => {
  const { isShared } = queued(true);
  expect([isShared(), isShared("console-2")]).toEqual([true, false]);
});

test.each([
  ["gone at the time", false, NOT_NOW, false],
  ["refused for good", true, NEVER, false],
  ["not sent yet", true, NOT_NOW, true],
] satisfies [string, boolean, Answer, boolean][])(
  "IM46 a run whose picture is %s: remembered as shared?",
  async (_title, isThere, answer, expected) => {
    const { store, isShared } = queued(isThere);
    const setup = { store, world: systemWorld, plane: link(answer), log: () => {} };
    await uploadFiles(setup, pendingEvents(store), undefined);
    expect(isShared()).toBe(expected);
  },
);

test("IM46 leftovers of a share that was cut off are cleared, and nothing that waits to be sent", async () => {
  const { store, folder } = queued(true);
  mkdirSync(join(folder, "make-x1"));
  writeFileSync(join(folder, "make-x1", "before.png"), "half");
  writeFileSync(join(folder, `${BLAKE3}.part`), "half");
  writeFileSync(join(folder, "b".repeat(64)), "never queued");
  await clearLeftovers(store, folder);
  expect(readdirSync(folder)).toEqual([BLAKE3]);
  expect([...boundPaths(store)]).toEqual([join(folder, BLAKE3)]);
});

test("IM46 IM41 a record with half a letter is named and left out, and those behind it are shared", async () => {
  const { stateDir } = tempStore();
  const path = join(stateDir, "feedback.ndjson");
  const [broken, good] = [aRun({ run_id: randomUUID(), class: "\ud83d" }), aRun({ run_id: randomUUID() })];
  const said = aRating({ event_id: randomUUID(), notes: "\ud83d" });
  writeFileSync(path, [broken, said, good].map((record) => `${JSON.stringify(record)}\n`).join(""));
  const warnings: string[] = [];
  const { records } = await readShareable(path, (line) => warnings.push(line));
  expect(records).toMatchObject([{ kind: "run", record: { run_id: good.run_id } }]);
  expect(warnings).toEqual(
    [1, 2].map((n) => `warning: line ${n} skipped: holds a text that cannot be sent (half a letter)`),
  );
});

test("IM46 JK8 a share sends runs and what people said of them, no failed runs, corrections or promotions", async () => {
  const { stateDir } = tempStore();
  const path = join(stateDir, "feedback.ndjson");
  const at = { ts_unix_ms: 1_700_000_002_000 };
  const rating = aRating({ event_id: randomUUID() });
  const event = () => ({ ...at, event_id: randomUUID() });
  const revoke = makeRevoke({ ...event(), rater_id: "local", revokes: rating.event_id });
  const failed = makeRunError({
    ...{ ...at, run_id: randomUUID(), input_blake3: INPUT, class: "receipt", recipe_sha: OUTPUT },
    ...{ reason: "time_limit", duration_ms: 9, engine: ENGINE, host_id: "h" },
  });
  const corrected = makeCorrection({
    ...event(),
    ...{ input_blake3: INPUT, class_was: "receipt", class_now: "graphic", by: "ada" },
  });
  const lines = [aRun(), failed, rating, corrected, revoke];
  writeFileSync(path, lines.map((record) => `${JSON.stringify(record)}\n`).join(""));
  const { records } = await readShareable(path, () => {});
  const kinds = records.map((shared) => (shared.kind === "run" ? "run" : shared.trial.record.kind));
  expect(kinds).toEqual(["run", "rating", "revoke"]);
});
