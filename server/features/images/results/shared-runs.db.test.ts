import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RunRecord } from "../../../../core/imaging/record/run.ts";
import { aRun } from "../../../../core/imaging/record/test-records.ts";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { listRuns } from "../reading/list-pictures.ts";
import { imageContext } from "../test-images.ts";
import { importLog } from "../transfer/import-log.ts";
import { storeImageResult } from "./store-result.ts";

let app: TestApp;

beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

const hash = (): string => (randomUUID() + randomUUID()).replaceAll("-", "");

async function imported(...records: RunRecord[]): Promise<void> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join("");
  await importLog(
    app,
    app.orgId,
    (async function* () {
      yield Buffer.from(text);
    })(),
  );
}

function shared(record: RunRecord) {
  const from = { orgId: app.orgId, agentId: null, origin: "share" as const, jobId: null };
  const trial = { record, blobs: { output: record.output_blake3, before: hash(), thumb: null } };
  return app.db.$transaction((tx) => storeImageResult(app, tx, { from, trial }));
}

async function stored(blake3: string): Promise<void> {
  const row = { orgId: app.orgId, blake3, bytes: 9, format: "jpeg", source: "agent", receivedAt: app.clock.now() };
  await app.db.imageBlob.create({ data: row });
}

async function rows() {
  const { rows: found } = await listRuns(await imageContext(app), { page: 1, pageSize: 10 });
  return new Map(found.map((row) => [row.id, { notRateable: row.notRateable, hasOutput: row.hasOutput }]));
}

test("IM46 IM56 a full-size run of an imported log may be rated once a share brings its pictures, and its output is offered only then", async () => {
  const full = aRun({ run_id: randomUUID(), output_blake3: hash() });
  const copied = aRun({ run_id: randomUUID(), output_blake3: hash(), steps: [] });
  await imported(full, copied);
  expect(await rows()).toEqual(
    new Map([
      [copied.run_id, { notRateable: "pass_through", hasOutput: false }],
      [full.run_id, { notRateable: "no_pixels", hasOutput: false }],
    ]),
  );
  await stored(full.output_blake3);
  expect(await shared(full)).toBe("stored");
  expect((await rows()).get(full.run_id)).toEqual({ notRateable: null, hasOutput: true });
});

test("IM46 a full-size run that an earlier import kept from the bench is judged anew when its pictures come", async () => {
  const full = aRun({ run_id: randomUUID(), output_blake3: hash() });
  await imported(full);
  await app.db.imageRun.updateMany({ where: { id: full.run_id }, data: { notRateable: "full_size" } });
  await shared(full);
  expect((await rows()).get(full.run_id)).toMatchObject({ notRateable: null });
});
