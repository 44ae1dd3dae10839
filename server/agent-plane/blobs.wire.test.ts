import { randomBytes, randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createBlobClient } from "../../agent/loop/plane/blob-client.ts";
import type { PlaneResult } from "../../agent/loop/plane/plane-client.ts";
import { systemWorld } from "../../agent/loop/system-world.ts";
import { PART_LIFE_MS, sweepParts } from "../platform/blobs/blob-parts.ts";
import type { TestAgent } from "./test-agent.ts";
import { joinedAgent, runningTune, startTestConsole, type TestConsole } from "./test-fleet.ts";

const KIB = 1024;
let at: TestConsole;
let agent: TestAgent;

beforeAll(async () => {
  at = await startTestConsole();
  agent = await joinedAgent(at);
});
afterAll(() => at.close());

const hashOf = (bytes: Uint8Array): string => bytesToHex(blake3(bytes));
const parts = () => readdirSync(at.app.blobs.paths.parts);

interface Ask {
  query?: string;
  body?: Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  who?: TestAgent;
}

async function blob(method: string, hash: string, { query = "", body, headers = {}, who = agent }: Ask = {}) {
  at.app.clock.advance(1000);
  const type = body === undefined ? {} : { "content-type": "application/octet-stream" };
  const response = await fetch(`${at.plane.url}/agent/v1/blobs/${hash}${query}`, {
    method,
    headers: { authorization: `Bearer ${who.bearer}`, ...type, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: new TextDecoder().decode(bytes) };
}

const part = (bytes: Uint8Array<ArrayBuffer>, from: number, to: number, hash = hashOf(bytes)) =>
  blob("PUT", hash, { query: `?offset=${from}&total=${bytes.length}`, body: bytes.slice(from, to) });
const random = (length: number) => new Uint8Array(randomBytes(length));

test("BL1 parts in order make a blob, and HEAD tells how far it is", async () => {
  const bytes = random(200 * KIB);
  const hash = hashOf(bytes);
  expect((await blob("HEAD", hash)).headers.get("x-espalier-offset")).toBe("0");
  expect(JSON.parse((await part(bytes, 0, 64 * KIB)).text)).toEqual({ offset: 64 * KIB, stored: false });
  const asked = await blob("HEAD", hash);
  expect([asked.headers.get("x-espalier-offset"), asked.headers.get("x-espalier-stored")]).toEqual(["65536", null]);
  expect(JSON.parse((await part(bytes, 64 * KIB, 200 * KIB)).text)).toEqual({ offset: 200 * KIB, stored: true });
  const done = await blob("HEAD", hash);
  expect([done.headers.get("x-espalier-offset"), done.headers.get("x-espalier-stored")]).toEqual(["204800", "1"]);
  expect(readFileSync(at.app.blobs.fileOf(hash)).equals(bytes)).toBe(true);
  expect(parts()).toEqual([]);
  const row = await at.app.db.imageBlob.findFirst({ where: { blake3: hash } });
  expect(row).toMatchObject({ bytes: 204_800, source: "agent", agentId: agent.agentId, format: null });
});

test("INV-22 bytes whose row a crash prevented get it when the agent sends them again", async () => {
  const bytes = random(70 * KIB);
  const hash = hashOf(bytes);
  await part(bytes, 0, 70 * KIB);
  await at.app.db.imageBlob.deleteMany({ where: { blake3: hash } });
  expect((await blob("HEAD", hash)).headers.get("x-espalier-stored")).toBeNull();
  expect(JSON.parse((await part(bytes, 0, 70 * KIB)).text)).toEqual({ offset: 70 * KIB, stored: true });
  expect(await at.app.db.imageBlob.findFirst({ where: { blake3: hash } })).toMatchObject({ bytes: 70 * KIB });
});

test("BL1 a part that is not the next one is refused with 409 and changes nothing", async () => {
  const bytes = random(200 * KIB);
  await part(bytes, 0, 64 * KIB);
  for (const from of [0, 128 * KIB]) {
    const refused = await part(bytes, from, from + 64 * KIB);
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([409, "wrong_offset"]);
  }
  expect((await part(bytes, 64 * KIB, 200 * KIB)).status).toBe(200);
});

test("BL1 other bytes than the hash says are 422, and the parts are gone", async () => {
  const bytes = random(70 * KIB);
  const wrong = hashOf(random(3));
  const refused = await part(bytes, 0, 70 * KIB, wrong);
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([422, "hash_mismatch"]);
  expect(JSON.parse(refused.text).error.message).toContain(hashOf(bytes));
  expect((await blob("HEAD", wrong)).headers.get("x-espalier-offset")).toBe("0");
  expect(parts().some((name) => name.includes(wrong))).toBe(false);
});

test.each<[string, string, number, string]>([
  ["a small part that is not the last", "?offset=0&total=200000", 100, "invalid"],
  ["a part past the total", "?offset=0&total=100", 200, "invalid"],
  ["no total", "?offset=0", 100, "bad_request"],
  ["an offset that is no number", "?offset=-1&total=100", 100, "bad_request"],
  ["a blob over 512 MiB", `?offset=0&total=${512 * KIB * KIB + 1}`, 70_000, "too_large"],
])("BL1 BL2 %s is refused", async (_title, query, length, code) => {
  const refused = await blob("PUT", hashOf(random(9)), { query, body: random(length) });
  expect(JSON.parse(refused.text).error.code).toBe(code);
});

test("TR5 a part is application/octet-stream, else 415", async () => {
  const headers = { "content-type": "application/json" };
  const refused = await blob("PUT", hashOf(random(9)), { query: "?offset=0&total=9", body: random(9), headers });
  expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([415, "unsupported_type"]);
});

test("BL2 a picture above 50,000,000 bytes is refused when its last part is there", async () => {
  const bytes = new Uint8Array(50_000_001);
  bytes.set([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 9, 0, 9, 3]);
  const hash = hashOf(bytes);
  let last = 0;
  for (let from = 0; from < bytes.length; from += 8 * KIB * KIB) {
    last = (await part(bytes, from, Math.min(from + 8 * KIB * KIB, bytes.length), hash)).status;
  }
  expect(last).toBe(413);
  expect(existsSync(at.app.blobs.fileOf(hash))).toBe(false);
  expect(parts().some((name) => name.includes(hash))).toBe(false);
});

test("UB2 size and format of a picture from an agent come from its header", async () => {
  const png = new Uint8Array(100);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 1, 0, 0, 0, 0, 9, 8, 6]);
  await part(png, 0, 100);
  const row = await at.app.db.imageBlob.findFirst({ where: { blake3: hashOf(png) } });
  expect(row).toMatchObject({ format: "png", width: 256, height: 9 });
});

test("BL2 unfinished parts go after 24 hours, and not before", async () => {
  const bytes = random(200 * KIB);
  await part(bytes, 0, 64 * KIB);
  const dir = at.app.blobs.paths.parts;
  const written = statSync(join(dir, parts().find((name) => name.includes(hashOf(bytes))) ?? "")).mtimeMs;
  await sweepParts(dir, new Date(written - 10));
  expect(parts().some((name) => name.includes(hashOf(bytes)))).toBe(true);
  await sweepParts(dir, new Date(written + 10));
  expect(parts().some((name) => name.includes(hashOf(bytes)))).toBe(false);
  expect(PART_LIFE_MS).toBe(86_400_000);
});

test("BL3 a stored blob is read only and never written again", async () => {
  const bytes = random(70 * KIB);
  await part(bytes, 0, 70 * KIB);
  const file = at.app.blobs.fileOf(hashOf(bytes));
  const { ino } = statSync(file);
  expect(statSync(file).mode & 0o777).toBe(0o444);
  expect(JSON.parse((await part(bytes, 0, 70 * KIB)).text)).toEqual({ offset: 70 * KIB, stored: true });
  expect(statSync(file).ino).toBe(ino);
});

test.each(["", "x".repeat(64), "../../../etc/passwd", "..%2f..%2fkeys", `${"a".repeat(64)}/..`])(
  "UB5 %j names no blob",
  async (name) => {
    expect([404, 405]).toContain((await blob("PUT", name, { query: "?offset=0&total=9", body: random(9) })).status);
  },
);

/** A machine whose live job names a stored blob. */
async function jobWithBlob(bytes: Uint8Array<ArrayBuffer>) {
  const holder = await joinedAgent(at);
  const { job } = await runningTune(at.ctx, holder);
  await blob("PUT", hashOf(bytes), { query: `?offset=0&total=${bytes.length}`, body: bytes, who: holder });
  const { paramsJson } = await at.app.db.job.findUniqueOrThrow({ where: { id: job } });
  const named = JSON.stringify({ ...JSON.parse(paramsJson), inputs: [{ blake3: hashOf(bytes) }] });
  await at.app.db.job.update({ where: { id: job }, data: { paramsJson: named } });
  return { holder, job };
}

test("BL2 only the agent whose live job names a blob may read it, whole or in ranges", async () => {
  const bytes = random(100 * KIB);
  const hash = hashOf(bytes);
  const { holder, job } = await jobWithBlob(bytes);
  expect((await blob("GET", hash)).status).toBe(404);
  const whole = await blob("GET", hash, { who: holder });
  expect([whole.status, hashOf(whole.bytes)]).toEqual([200, hash]);
  const tail = await blob("GET", hash, { who: holder, headers: { range: "bytes=102000-" } });
  expect([tail.status, tail.headers.get("content-range")]).toEqual([206, "bytes 102000-102399/102400"]);
  expect(Buffer.from(tail.bytes).equals(bytes.slice(102_000))).toBe(true);
  expect((await blob("GET", hash, { who: holder, headers: { range: "bytes=102400-" } })).status).toBe(416);
  await at.app.db.job.update({ where: { id: job }, data: { state: "SUCCEEDED" } });
  expect((await blob("GET", hash, { who: holder })).status).toBe(404);
});

test("BL2 a blob that a job names only in the name of a picture may not be read", async () => {
  const bytes = random(100);
  const { holder, job } = await jobWithBlob(bytes);
  const paramsJson = JSON.stringify({ inputs: [{ blake3: hashOf(random(9)), name: hashOf(bytes) }] });
  await at.app.db.job.update({ where: { id: job }, data: { paramsJson } });
  expect((await blob("GET", hashOf(bytes), { who: holder })).status).toBe(404);
});

test("AC2 TH4 BL1 BL2 what only another organisation stored is neither told nor given, and bytes brought here are this one's", async () => {
  const bytes = random(100);
  const hash = hashOf(bytes);
  const { holder } = await jobWithBlob(bytes);
  await at.app.db.imageBlob.updateMany({ where: { blake3: hash }, data: { orgId: randomUUID() } });
  const before = await blob("HEAD", hash, { who: holder });
  expect([before.headers.get("x-espalier-offset"), before.headers.get("x-espalier-stored")]).toEqual(["0", null]);
  expect((await blob("GET", hash, { who: holder })).status).toBe(410);
  const query = `?offset=0&total=${bytes.length}`;
  const wrong = new Uint8Array(bytes.length);
  expect((await blob("PUT", hash, { query, body: wrong, who: holder })).status).toBe(422);
  expect((await blob("PUT", hash, { query, body: bytes, who: holder })).status).toBe(200);
  expect((await blob("GET", hash, { who: holder })).bytes).toEqual(bytes);
  expect(await at.app.db.imageBlob.count({ where: { blake3: hash } })).toBe(2);
});

/** A network that dies once after so many bytes in one direction. */
async function flakyNetwork(limits: { up: number; down: number }): Promise<string> {
  const target = new URL(at.plane.url);
  const server: Server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const die = () => {
      client.destroy();
      upstream.destroy();
    };
    const pass = (from: typeof client, to: typeof client, key: "up" | "down") =>
      from.on("data", (piece) => {
        limits[key] -= piece.length;
        if (limits[key] >= 0) return void to.write(piece);
        limits[key] = Number.POSITIVE_INFINITY;
        die();
      });
    pass(client, upstream, "up");
    pass(upstream, client, "down");
    for (const socket of [client, upstream]) socket.on("error", die).on("close", die);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
}

async function clientOver(limits: { up: number; down: number }, who: TestAgent) {
  const consoleUrl = await flakyNetwork(limits);
  const sent: string[] = [];
  const client = createBlobClient({
    world: {
      ...systemWorld,
      wait: async () => {},
      transfer: (request) => {
        at.app.clock.advance(1000);
        sent.push(`${request.method} ${new URL(request.url).search}${request.headers?.["range"] ?? ""}`);
        return systemWorld.transfer(request);
      },
    },
    plane: {
      nudge: () => new AbortController().signal,
      authorised: <V>(send: (target: { consoleUrl: string; token: string }) => Promise<PlaneResult<V>>) =>
        send({ consoleUrl, token: who.bearer }),
    },
  });
  return { client, sent };
}

const scratch = () => join(mkdtempSync(join(tmpdir(), "espalier-blobs-")), randomUUID());

test("BL1 the agent's upload goes on after a cut in mid-part and sends nothing twice", async () => {
  const bytes = random(5 * KIB * KIB);
  const file = scratch();
  writeFileSync(file, bytes);
  const { client, sent } = await clientOver({ up: 2_000_000, down: Number.POSITIVE_INFINITY }, agent);
  expect(await client.upload(file, new AbortController().signal)).toEqual({
    kind: "ok",
    value: { blake3: hashOf(bytes), bytes: bytes.length },
  });
  expect(sent.filter((line) => line.startsWith("HEAD")).length).toBeGreaterThan(1);
  expect(sent.filter((line) => line.includes("offset=0&"))).toHaveLength(1);
  expect(readFileSync(at.app.blobs.fileOf(hashOf(bytes))).equals(bytes)).toBe(true);
  const again = await client.upload(file, new AbortController().signal);
  expect([again.kind, sent.at(-1)]).toEqual(["ok", "HEAD "]);
});

test("BL2 the agent's download goes on after a cut and checks the hash", async () => {
  const bytes = random(3 * KIB * KIB);
  const { holder } = await jobWithBlob(bytes);
  const { client, sent } = await clientOver({ up: Number.POSITIVE_INFINITY, down: 1_500_000 }, holder);
  const file = scratch();
  const got = await client.download(
    { blake3: hashOf(bytes), file, limitBytes: bytes.length },
    new AbortController().signal,
  );
  expect(got).toEqual({ kind: "ok", value: { bytes: bytes.length } });
  expect(hashOf(readFileSync(file))).toBe(hashOf(bytes));
  expect(sent.filter((line) => line.includes("bytes="))).not.toEqual([]);
});

test("BL2 a download over its limit and one of another's blob are refused, and leave no file", async () => {
  const bytes = random(100 * KIB);
  const { holder } = await jobWithBlob(bytes);
  const file = scratch();
  const mine = await clientOver({ up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }, holder);
  const wanted = { blake3: hashOf(bytes), file, limitBytes: 1000 };
  expect(await mine.client.download(wanted, new AbortController().signal)).toMatchObject({ code: "too_large" });
  const other = await clientOver({ up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }, agent);
  expect(await other.client.download(wanted, new AbortController().signal)).toMatchObject({ code: "not_found" });
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
});

test("BL1 an upload whose signal ends stops and keeps what was sent", async () => {
  const file = scratch();
  writeFileSync(file, random(9));
  const stop = new AbortController();
  stop.abort();
  const { client } = await clientOver({ up: 0, down: 0 }, agent);
  expect(await client.upload(file, stop.signal)).toEqual({ kind: "stopped" });
});
