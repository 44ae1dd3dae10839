import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../../core/canonical/sha256.ts";
import { recordBlobAlone } from "../../features/blobs/index.ts";
import { startTestEntry, type TestEntry } from "../test-entry.ts";
import { hashOf, pngOf, putBytes, uploadHeaders } from "../uploads/test-upload.ts";

const TOKEN = "AbCdEfGhIjKlMnOpQrStUv";
const RUN = "0199aaaa-0000-7000-8000-000000000001";
let at: TestEntry;
let cookie: string;
let sessionId: string;
let made: string;
let original: string;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function storeMade(bytes: Buffer): Promise<string> {
  await at.app.blobs.put(once(bytes), { limitBytes: 1_000_000 });
  const header = { kind: "image", format: "png", widthPx: 7, heightPx: 9, channels: 3, isAnimated: false } as const;
  const hash = hashOf(bytes);
  await recordBlobAlone(at.app, {
    orgId: at.app.orgId,
    hash,
    bytes: bytes.length,
    header,
    source: "agent",
    agentId: "a",
  });
  return hash;
}

beforeAll(async () => {
  at = await startTestEntry();
  cookie = await at.setUp();
  sessionId = (await at.app.db.session.findFirstOrThrow({ select: { id: true } })).id;
  const bytes = pngOf(4_000);
  await putBytes(at.port, uploadHeaders(at, cookie, bytes), bytes);
  original = hashOf(bytes);
  made = await storeMade(pngOf(3_000));
  const { orgId } = at.app;
  const common = { orgId, class: "color-photo", recipeSha: "r", isPreview: true, origin: "console", state: "done" };
  const run = { id: RUN, number: 7, inputBlake3: original, outputBlake3: made, requestedAt: at.app.clock.now() };
  await at.app.db.imageRun.create({ data: { ...common, ...run } });
  const view = {
    tokenSha256: sha256Hex(TOKEN),
    orgId,
    viewId: "v",
    authSessionId: sessionId,
    userId: "u",
    side: "output",
  };
  const times = { createdAt: at.app.clock.now(), expiresAt: new Date(at.app.clock.now().getTime() + 30 * 60_000) };
  await at.app.db.imageView.create({
    data: { ...view, ...times, blake3: made, mediaType: "image/png", isBlind: true },
  });
});
afterAll(() => at.close());

const get = (path: string, headers: Record<string, string> = { cookie }) =>
  at.ask({ path: `/api/images/${path}`, headers });

test("IM50 UB3 a picture is sent with a fixed type and headers that let it do nothing", async () => {
  const answer = await get(`view/${TOKEN}`);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "content-length": "3000",
    "content-disposition": "inline",
  });
  expect(Object.keys(answer.headers)).not.toContain("etag");
});

test("IM59 a token works for its session only, and not for ever", async () => {
  expect((await get(`view/${TOKEN}`, {})).status).toBe(401);
  expect((await get(`view/${"x".repeat(22)}`)).status).toBe(404);
  await at.app.db.imageView.updateMany({ data: { authSessionId: "another" } });
  expect((await get(`view/${TOKEN}`)).status).toBe(404);
  await at.app.db.imageView.updateMany({ data: { authSessionId: sessionId } });
  at.app.clock.advance(30 * 60_000);
  expect((await get(`view/${TOKEN}`)).status).toBe(404);
});

test("UB2 an original is never shown, a re-encoded picture is", async () => {
  expect((await get(`picture/${original}`)).status).toBe(404);
  const shown = await get(`picture/${made}`);
  expect([shown.status, shown.headers["content-security-policy"]]).toEqual([200, "default-src 'none'; sandbox"]);
  expect((await get(`picture/${"0".repeat(64)}`)).status).toBe(404);
});

test("UB3 a result to be saved is an attachment", async () => {
  const saved = await get(`download/${RUN}`);
  expect([saved.status, saved.headers["content-disposition"]]).toEqual([200, 'attachment; filename="IMG-7.png"']);
});

test("UB3 nothing else lies below /api/images, and nothing is sent without a session", async () => {
  for (const path of ["", "view", "view/", "view/..%2f..%2fkeys", `other/${made}`, `picture/${made}/x`]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
  expect((await get(`picture/${made}`, {})).status).toBe(401);
  expect((await get(`download/${RUN}`, {})).status).toBe(401);
});

test("UB3 a row with another type than a picture's is not trusted", async () => {
  const at2 = at.app.clock.now();
  await at.app.db.imageView.updateMany({
    data: { mediaType: "text/html", expiresAt: new Date(at2.getTime() + 60_000) },
  });
  expect((await get(`view/${TOKEN}`)).status).toBe(404);
});
