import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../platform/test-app.ts";
import { countOrphanRatings } from "../reading/score-repo.ts";
import { readClassRecords } from "../records/class-records.ts";
import { takePlaces } from "../records/record-repo.ts";
import { exportLog } from "./export-log.ts";
import { importLog } from "./import-log.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function* chunksOf(text: string, size = 37): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
const importText = (text: string) => importLog(app, app.orgId, chunksOf(text));

async function exported(label: string | null = null): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of exportLog(app, { orgId: app.orgId, class: label })) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

const INPUT = "ab".repeat(32);
const step = '{"op":"local-contrast","args":{"strength":60,"sigma":0.75}}';
const run = (label: string, at: number) =>
  `{"kind": "run",  "input_blake3":"${INPUT}","class":${JSON.stringify(label)},"recipe_sha":"x1","steps":[${step}],"ts_unix_ms":${at},"zoo":{"ß":[1.50]}}`;
const LABELS = ["Old Photo", "../../etc/passwd", "receipt"];
const LOG = `${[
  ...LABELS.map((label, index) => run(label, 1000 + index)),
  `{"kind":"rate","input_hash":"${INPUT}","score":4,"ts_unix_ms":2000}`,
  `{"kind":"rate","input_hash":"${INPUT}","score":4,"ts_unix_ms":2000}`,
  `{"kind":"rate","blake3":"${"cd".repeat(32)}","score":2,"notes":"no run"}`,
  `{"kind":"weather","sun":true}`,
].join("\n")}\n`;

const counts = async () => ({
  events: await app.db.imageEvent.count(),
  runs: await app.db.imageRun.count(),
  ratings: await app.db.imageRating.count(),
  inputs: await app.db.imageInput.count(),
  classes: await app.db.imageClass.count(),
});

test("TC16 a v1 log with unknown keys and kinds comes out byte for byte, and a second import changes no count", async () => {
  const report = await importText(`${LOG}not json\n{"kind":"run"`);
  expect(report).toMatchObject({ runs: 3, ratings: 3, orphans: 1, withoutPixels: 3, known: 0, skipped: 2 });
  expect(report.skippedLines.map(({ line }) => line)).toEqual([8, 9]);
  expect(await exported()).toBe(LOG);
  const before = await counts();
  expect(await importText(LOG)).toMatchObject({ runs: 0, ratings: 0, known: 7, skipped: 0 });
  expect(await counts()).toEqual(before);
  expect(await exported()).toBe(LOG);
});

const NAMES = ["classification", "refused-revoke", "revoke", "correction", "run:"];

test("IM37 TC16 lines of another tool with names of this console's own kinds come out again, also those stored under such a name before", async () => {
  const lines = NAMES.map((kind) => `{"kind":${JSON.stringify(kind)},"sun":${JSON.stringify(kind)}}`);
  const text = `${lines.join("\n")}\n`;
  const last = await app.db.imageEvent.count();
  expect(await importText(text)).toMatchObject({ known: 0, skipped: 0 });
  expect(await exported()).toBe(LOG + text);
  const earlier = '{"kind":"classification","stored":"before"}';
  const seq = await app.db.$transaction((tx) => takePlaces(tx, app.orgId, 1));
  const stored = { orgId: app.orgId, seq, kind: "classification", identity: "line:0", origin: "import", tsUnixMs: 0n };
  await app.db.imageEvent.create({ data: { ...stored, line: Buffer.from(earlier), receivedAt: app.clock.now() } });
  expect(await exported()).toBe(`${LOG}${text}${earlier}\n`);
  const read: Uint8Array[] = [];
  for await (const page of readClassRecords(app.db, { orgId: app.orgId, after: last })) read.push(...page);
  expect(Buffer.concat(read).toString("utf8")).toBe([...lines, earlier].join(""));
});

test("IM41 IM56 an import goes on behind numbers that no column holds, and names them", async () => {
  const odd = ['{"kind":"x","v":2.5}', '{"kind":"x","v":4294967296}', `${run("late", 1).replace(":1,", ":1e20,")}`];
  const report = await importText([...odd, run("behind", 9), ""].join("\n"));
  expect(report).toMatchObject({ runs: 1, skipped: 3 });
  expect(report.skippedLines.map(({ line }) => line)).toEqual([1, 2, 3]);
});

test("TC15 labels outside the list, with spaces or ../, are kept as they are, counted and in no path", async () => {
  const labels = await app.db.imageClass.findMany({
    where: { origin: "imported" },
    select: { label: true, liveSha: true },
  });
  expect(labels.map(({ label }) => label).sort()).toEqual(["../../etc/passwd", "Old Photo", "behind"]);
  expect(labels.every(({ liveSha }) => liveSha === null)).toBe(true);
  expect(await app.db.imageRun.count({ where: { class: "../../etc/passwd" } })).toBe(1);
  expect(await exported("../../etc/passwd")).toBe(`${run("../../etc/passwd", 1001)}\n`);
  const files = readdirSync(app.env.dataDir, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => file.includes("passwd") || file.includes("Old"))).toEqual([]);
});

test("IM56 ratings of more pictures than one query may name are counted as orphans", async () => {
  const lone = (index: number) => index.toString(16).padStart(64, "e");
  const lines = Array.from({ length: 1200 }, (_, index) => `{"kind":"rate","blake3":"${lone(index)}","score":2}\n`);
  expect(await importText(lines.join(""))).toMatchObject({ ratings: 1200, orphans: 1200 });
  expect(await countOrphanRatings(app.db, app.orgId)).toBe(1201);
});

test("IM32 a v1 rating joins the newest run of its input by then, marked legacy-input", async () => {
  const [rating] = await app.db.imageRating.findMany({ where: { inputBlake3: INPUT } });
  expect(rating).toMatchObject({ join: "legacy-input", class: "receipt", raterId: "local" });
});
