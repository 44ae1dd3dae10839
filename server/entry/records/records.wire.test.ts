import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RESERVE_BYTES } from "../../platform/blobs/disk-room.ts";
import { startTestEntry, type TestEntry } from "../test-entry.ts";

let at: TestEntry;
let cookie: string;

beforeAll(async () => {
  at = await startTestEntry();
  cookie = await at.setUp();
});
afterAll(() => at.close());

const PATH = "/api/images/records";
const line = `{"kind":"rate","input_hash":"${"ab".repeat(32)}","score":4, "odd" : 1}`;

test("IM56 a log goes in with a report and comes out again; who is not signed in gets neither", async () => {
  const headers = { cookie, "x-espalier": "1", "content-type": "application/x-ndjson" };
  const sent = await at.call({ method: "POST", path: PATH, body: `${line}\n`, headers });
  expect([sent.status, JSON.parse(sent.body)]).toMatchObject([200, { ratings: 1, orphans: 1, skipped: 0 }]);
  expect(readdirSync(at.app.blobs.paths.incoming)).toEqual([]);
  const got = await at.call({ path: PATH, headers: { cookie } });
  expect([got.status, got.body]).toEqual([200, `${line}\n`]);
  expect((await at.call({ path: PATH, headers: {} })).status).toBe(401);
  expect(
    (await at.call({ method: "POST", path: PATH, body: line, headers: { cookie, "x-espalier": "0" } })).status,
  ).toBe(403);
});

test("IM45 IM56 a log is refused while what others were promised leaves less than 256 MiB, and is taken once they are done", async () => {
  const small = await startTestEntry({}, { freeBytes: async () => RESERVE_BYTES + 200 });
  const headers = { cookie: await small.setUp(), "x-espalier": "1", "content-length": String(line.length) };
  const send = () => small.call({ method: "POST", path: PATH, body: line, headers });
  const other = await small.app.blobs.room.take(100);
  expect((await send()).status).toBe(503);
  expect(await small.app.db.imageEvent.count()).toBe(0);
  other?.release();
  expect((await send()).status).toBe(200);
  await small.close();
});

test("IM56 a log above 200,000,000 bytes is refused by its header", async () => {
  const headers = { cookie, "x-espalier": "1", "content-length": "200000001" };
  const sent = await at.call({ method: "POST", path: PATH, body: "{}", headers });
  expect([sent.status, JSON.parse(sent.body).error.message]).toEqual([
    413,
    "The log is larger than 200,000,000 bytes; nothing was stored.",
  ]);
});
