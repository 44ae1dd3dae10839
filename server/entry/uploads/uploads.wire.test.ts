import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { UploadAnswer } from "../../../core/imaging/upload/upload-contract.ts";
import { RESERVE_BYTES } from "../../platform/blobs/disk-room.ts";
import { listBlobs } from "../../platform/blobs/list-blobs.ts";
import { startTestEntry, type TestEntry } from "../test-entry.ts";
import { hashOf, pngOf, putBytes, replyOf, type UploadReply, uploadHeaders } from "./test-upload.ts";

let at: TestEntry;
let cookie: string;

beforeAll(async () => {
  at = await startTestEntry();
  cookie = await at.setUp();
});
afterAll(() => at.close());
afterEach(() => {
  expect(readdirSync(at.app.blobs.paths.incoming)).toEqual([]);
});

function upload(bytes: Uint8Array, headers: Record<string, string> = {}): Promise<UploadReply> {
  at.app.clock.advance(1_000);
  return putBytes(at.port, { ...uploadHeaders(at, cookie, bytes), ...headers }, bytes);
}

async function without(bytes: Uint8Array, name: string): Promise<UploadReply> {
  const { [name]: _gone, ...headers } = uploadHeaders(at, cookie, bytes);
  at.app.clock.advance(1_000);
  return putBytes(at.port, headers, bytes);
}

function chunked(bytes: Uint8Array): Promise<UploadReply> {
  const { "content-length": _gone, ...headers } = uploadHeaders(at, cookie, bytes);
  at.app.clock.advance(1_000);
  return putBytes(at.port, { ...headers, "transfer-encoding": "chunked" }, bytes);
}

function ask(hash: string) {
  at.app.clock.advance(1_000);
  return at.call({ path: `/api/images/upload/${hash}`, headers: { cookie } });
}

async function blobs(): Promise<string[]> {
  const found: string[] = [];
  for await (const hash of listBlobs(at.app.blobs.paths.root)) found.push(hash);
  return found;
}

/** What the connection answers when the body ends after `sent` bytes; null when it was only cut. */
async function cutUpload(bytes: Buffer, sent: number, how: "end" | "destroy"): Promise<UploadReply | null> {
  at.app.clock.advance(1_000);
  const socket = connect({ port: at.port, host: "127.0.0.1", allowHalfOpen: true });
  const headers = { host: `127.0.0.1:${at.port}`, ...uploadHeaders(at, cookie, bytes) };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(`PUT /api/images/upload HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
  await new Promise<void>((resolve) => socket.write(bytes.subarray(0, sent), () => resolve()));
  if (how === "destroy") {
    socket.destroy();
    return null;
  }
  socket.end();
  const answer = await text(socket);
  return replyOf(Number(answer.split(" ")[1]), answer.slice(answer.indexOf("\r\n\r\n") + 4));
}

test("TC20 IM45 a picture is stored with 201, the same again is 200, and both say what it is", async () => {
  const bytes = pngOf(5_000);
  const first = await upload(bytes, { "x-espalier-name": encodeURIComponent("Küche\n1.png") });
  expect([first.status, (await upload(bytes)).status]).toEqual([201, 200]);
  expect(UploadAnswer.parse(JSON.parse(first.body))).toEqual({
    blake3: hashOf(bytes),
    bytes: 5_000,
    format: "png",
    widthPx: 7,
    heightPx: 9,
    isAnimated: false,
  });
  expect(readFileSync(at.app.blobs.fileOf(hashOf(bytes))).equals(bytes)).toBe(true);
  const input = await at.app.db.imageInput.findFirst({ where: { blake3: hashOf(bytes) } });
  expect(input).toMatchObject({ origin: "upload", name: "Küche 1.png", bytes: 5_000, width: 7, height: 9 });
  const blob = await at.app.db.imageBlob.findFirst({ where: { blake3: hashOf(bytes) } });
  expect(blob).toMatchObject({ source: "upload", format: "png" });
});

test.each<[string, () => Promise<UploadReply>, number, string]>([
  ["no hash", () => without(pngOf(99), "x-espalier-blake3"), 400, "hash_missing"],
  ["a hash of the wrong form", () => upload(pngOf(99), { "x-espalier-blake3": "AB" }), 400, "hash_missing"],
  ["no length", () => chunked(pngOf(99)), 411, "length_missing"],
  ["another hash", () => upload(pngOf(99), { "x-espalier-blake3": "0".repeat(64) }), 409, "hash_mismatch"],
  ["a picture too large in pixels", () => upload(pngOf(99, { width: 10_000, height: 5_001 })), 422, "image_refused"],
  ["a bomb of 65,536 pixels a side", () => upload(pngOf(99, { width: 65_536, height: 65_536 })), 422, "image_refused"],
  ["a picture that ends in its header", () => upload(pngOf(99).subarray(0, 20)), 422, "image_refused"],
])("TC20 IM45 UB1 %s is refused and leaves nothing", async (_title, send, status, code) => {
  const before = await blobs();
  const reply = await send();
  expect([reply.status, reply.code]).toEqual([status, code]);
  expect([reply.message, reply.fix].every((line) => line.endsWith("."))).toBe(true);
  expect(await blobs()).toEqual(before);
});

test("TC20 a hash that differs is answered with both hashes", async () => {
  const { message } = await upload(pngOf(99), { "x-espalier-blake3": "0".repeat(64) });
  expect(message).toContain(hashOf(pngOf(99)));
  expect(message).toContain("0".repeat(64));
});

test.each<[string, string, Buffer]>([
  ["SVG", "a.png", Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")],
  ["HEIC", "a.jpg", Buffer.from("\0\0\0\x1cftypheic\0\0\0\0mif1heic", "latin1")],
  ["GIF", "a.png", Buffer.from("GIF89a\x01\0\x01\0", "latin1")],
  ["TIFF", "a.jpg", Buffer.from("49492a0008000000", "hex")],
  ["AVIF", "a.webp", Buffer.from("\0\0\0\x1cftypavif\0\0\0\0mif1miaf", "latin1")],
  ["PDF", "a.jpg", Buffer.from("%PDF-1.7")],
  ["HTML", "a.png", Buffer.from("<!doctype html><script>alert(1)</script>")],
])("TC20 UB4 TH16 a %s renamed to %s is 415, by content", async (found, name, bytes) => {
  const reply = await upload(bytes, { "x-espalier-name": name, "content-type": "image/png" });
  expect([reply.status, reply.code]).toEqual([415, "unsupported_format"]);
  expect(reply.message).toContain(found);
  expect(reply.fix).not.toBe("");
});

test("UB4 AVIF comes in where its switch is on", async () => {
  const switched = await startTestEntry({ takesAvif: true });
  const bytes = Buffer.from("\0\0\0\x1cftypavif\0\0\0\0mif1miaf", "latin1");
  const own = { cookie: await switched.setUp() };
  const reply = await putBytes(switched.port, uploadHeaders(switched, own.cookie, bytes), bytes);
  await switched.close();
  expect([reply.status, reply.code]).toEqual([422, "image_refused"]);
});

test("IM45 an upload is 507 while what others were promised leaves less than 256 MiB, and is taken once they are done", async () => {
  const small = await startTestEntry({}, { freeBytes: async () => RESERVE_BYTES + 10_000 });
  const own = await small.setUp();
  const bytes = pngOf(6_000);
  const send = () => putBytes(small.port, uploadHeaders(small, own, bytes), bytes);
  const other = await small.app.blobs.room.take(6_000);
  expect([await send(), readdirSync(small.app.blobs.paths.incoming)]).toMatchObject([
    { status: 507, code: "storage_full" },
    [],
  ]);
  other?.release();
  expect(await send()).toMatchObject({ status: 201 });
  expect(await small.app.blobs.room.take(10_000)).not.toBeNull();
  await small.close();
});

test("IMB10 10 MiB + 1 byte and 45 MB arrive whole", async () => {
  for (const length of [10 * 1024 * 1024 + 1, 45_000_000]) {
    const bytes = pngOf(length);
    const reply = await upload(bytes);
    expect([reply.status, UploadAnswer.parse(JSON.parse(reply.body)).blake3]).toEqual([201, hashOf(bytes)]);
    expect(hashOf(readFileSync(at.app.blobs.fileOf(hashOf(bytes))))).toBe(hashOf(bytes));
  }
});

test("IMB10 TC20 50,000,001 bytes are 413, 50,000,000 are taken", async () => {
  expect(await upload(pngOf(50_000_001))).toMatchObject({ status: 413, code: "too_large" });
  expect((await upload(pngOf(50_000_000))).status).toBe(201);
});

test("IM45 a client that keeps no connection has sent its whole body before the refusal closes it", async () => {
  const bytes = pngOf(20_000_000);
  const socket = connect({ port: at.port, host: "127.0.0.1" });
  const answer = text(socket);
  const sent: Promise<Error | null | undefined>[] = [];
  const send = (part: string | Uint8Array) => sent.push(new Promise((done) => socket.write(part, done)));
  const headers = { host: `127.0.0.1:${at.port}`, connection: "close", ...uploadHeaders(at, cookie, bytes) };
  const head = Object.entries({ ...headers, "x-espalier-blake3": "none" }).map(([name, value]) => `${name}: ${value}`);
  send(`PUT /api/images/upload HTTP/1.1\r\n${head.join("\r\n")}\r\n\r\n`);
  for (let start = 0; start < bytes.length; start += 500_000) {
    send(bytes.subarray(start, start + 500_000));
    await sent.at(-1);
  }
  expect((await Promise.all(sent)).filter((problem) => problem != null)).toEqual([]);
  expect(await answer).toMatch(/^HTTP\/1\.1 4/);
});

test("IMB10 TC20 an upload that ends early is 400 upload_cut and leaves no blob", async () => {
  const bytes = pngOf(3_000_000);
  expect(await cutUpload(bytes, 1_000_000, "end")).toMatchObject({ status: 400, code: "upload_cut" });
  await cutUpload(bytes, 1_000_000, "destroy");
  const whole = pngOf(3_000_001);
  expect((await upload(whole)).status).toBe(201);
  expect(await blobs()).not.toContain(hashOf(bytes));
  expect((await ask(hashOf(bytes))).status).toBe(404);
});

test("TC20 a batch cut off and started again sends only what is missing", async () => {
  const batch = [60_001, 60_002, 60_003, 60_004].map((length) => pngOf(length));
  for (const bytes of batch.slice(0, 2)) await upload(bytes);
  const missing: Buffer[] = [];
  for (const bytes of batch) if ((await ask(hashOf(bytes))).status !== 204) missing.push(bytes);
  expect(missing).toEqual(batch.slice(2));
  for (const bytes of missing) expect((await upload(bytes)).status).toBe(201);
  for (const bytes of batch) expect((await ask(hashOf(bytes))).status).toBe(204);
});

test.each<[string, Record<string, string>, number]>([
  ["no session", { cookie: "" }, 401],
  ["no x-espalier", { "x-espalier": "" }, 403],
  ["another origin", { origin: "https://evil.example" }, 403],
  ["Sec-Fetch-Site cross-site", { "sec-fetch-site": "cross-site" }, 403],
])("UB1 TP2 TP3 an upload with %s is refused before a byte is stored", async (_title, headers, status) => {
  const before = await blobs();
  expect((await upload(pngOf(4_321), headers)).status).toBe(status);
  expect(await blobs()).toEqual(before);
});

test.each([
  ["viewer", 403],
  ["rater", 403],
  ["operator", 201],
])("UB1 a %s who uploads gets %i", async (role, status) => {
  await at.app.db.user.updateMany({ data: { role } });
  const { length } = role;
  const reply = await upload(pngOf(7_000 + length));
  await at.app.db.user.updateMany({ data: { role: "admin" } });
  expect(reply.status).toBe(status);
});

test("UB1 TP9 the 601st upload or picture within ten seconds is refused, other calls are not held up by them", async () => {
  at.app.clock.advance(20_000);
  const statuses = new Set<number>();
  const headers = { cookie, "x-espalier": "1" };
  for (let n = 0; n < 600; n += 1) {
    statuses.add((await at.ask({ path: `/api/images/upload/${"f".repeat(64)}`, headers })).status);
  }
  const bytes = pngOf(99);
  const refused = await putBytes(at.port, uploadHeaders(at, cookie, bytes), bytes);
  expect([[...statuses], refused.status]).toEqual([[404], 429]);
  expect((await at.call({ path: "/api/trpc/self.me", headers: { cookie } })).status).toBe(200);
  at.app.clock.advance(20_000);
});

test("UB5 TH14 300 evil names change no path and are shown as text only", async () => {
  const shapes = [
    "../",
    "..\\",
    "/etc/passwd",
    "CON",
    "a\0b",
    "\u202egnp.exe",
    "<img src=x>",
    "%2e%2e%2f",
    "=1+1",
    "'; --",
  ];
  const evil = Array.from({ length: 300 }, (_, n) => `${shapes[n % shapes.length]}${"x".repeat(n)}`);
  const bytes = pngOf(8_888);
  for (const name of evil) {
    const reply = await upload(bytes, { "x-espalier-name": encodeURIComponent(name) });
    expect([200, 201]).toContain(reply.status);
  }
  const before = readdirSync(at.app.env.dataDir).sort();
  expect(before).toEqual(expect.arrayContaining(["blobs", "espalier.db"]));
  expect(
    readdirSync(at.app.blobs.paths.root).every((name) => /^([0-9a-f]{2}|incoming|parts|quarantine)$/.test(name)),
  ).toBe(true);
}, 120_000);

test("UB4 a corpus of 200 hostile files is refused with a reason and never 5xx", async () => {
  const starts = [
    "89504e470d0a1a0a",
    "ffd8ffe0",
    "ffd8ffc0",
    "52494646ffffffff5745425056503858",
    "474946383961",
    "49492a00",
  ];
  const more = [
    "3c737667",
    "255044462d",
    "504b0304",
    "0000001c6674797068656963",
    "0000001c6674797061766966",
    "7f454c46",
    "00",
    "ff",
  ];
  const all = [...starts, ...more];
  for (let n = 0; n < 200; n += 1) {
    const noise = Buffer.alloc(n * 7, (n * 37) % 251);
    const bytes = Buffer.concat([Buffer.from(all[n % all.length] ?? "", "hex"), noise]);
    const reply = await upload(bytes);
    expect([reply.status === 415 || reply.status === 422, reply.message.length > 20]).toEqual([true, true]);
  }
});

test("IM51 neither a picture's bytes nor its name reach the server's log", async () => {
  const secret = Buffer.concat([pngOf(200), Buffer.from("holiday-with-anna")]);
  const name = encodeURIComponent("anna-on-the-beach.png");
  await upload(secret, { "x-espalier-name": name });
  await upload(Buffer.from("holiday-with-anna, no picture"), { "x-espalier-name": name });
  await upload(secret, { "x-espalier-name": name, "x-espalier-blake3": "0".repeat(64) });
  await cutUpload(Buffer.concat([secret, Buffer.alloc(9_000)]), 300, "destroy");
  expect(at.app.logged.join("\n")).not.toMatch(/anna/);
});
