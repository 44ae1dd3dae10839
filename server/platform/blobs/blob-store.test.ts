import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { systemRandom } from "../random.ts";
import { blobPath } from "./blob-paths.ts";
import { type BlobStore, openBlobStore } from "./blob-store.ts";
import { listBlobs } from "./list-blobs.ts";

const DAY_MS = 86_400_000;
const at = { ms: Date.parse("2026-11-20T12:00:00Z") };
const clock = { now: () => new Date(at.ms), monoMs: () => at.ms };

function freshStore(root = mkdtempSync(join(tmpdir(), "espalier-store-"))): BlobStore & { root: string } {
  return Object.assign(openBlobStore({ root, clock, random: systemRandom }), { root });
}

async function* pieces(...all: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) {
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const hashOf = (bytes: Uint8Array): string => bytesToHex(blake3(bytes));
const put = (store: BlobStore, value: string) => store.put(pieces(text(value)), { limitBytes: 1000 });

test("IM43 bytes are stored read only under their BLAKE3, two folders deep, and read again", async () => {
  const store = freshStore();
  const hash = hashOf(text("hello world"));
  expect(await store.put(pieces(text("hello "), text("world")), { limitBytes: 1000 })).toEqual({
    kind: "stored",
    hash,
    bytes: 11,
    isNew: true,
  });
  const file = join(store.root, hash.slice(0, 2), hash.slice(2, 4), hash);
  expect(statSync(file).mode & 0o777).toBe(0o444);
  expect((await buffer(store.get(hash))).toString()).toBe("hello world");
  expect((await buffer(store.get(hash, { start: 6, end: 8 }))).toString()).toBe("wor");
  expect(await store.has(hash)).toBe(true);
  expect(readdirSync(store.paths.incoming)).toEqual([]);
});

test("IM43 the same bytes twice are one file, untouched", async () => {
  const store = freshStore();
  const first = await put(store, "x");
  const file = store.fileOf(hashOf(text("x")));
  const { ino } = statSync(file);
  expect([first, await put(store, "x")]).toMatchObject([{ isNew: true }, { isNew: false }]);
  expect(statSync(file).ino).toBe(ino);
  expect(readdirSync(store.paths.incoming)).toEqual([]);
});

test.each([
  ["a cut stream", () => pieces(text("abc"), new Error("aborted")), { kind: "cut", bytes: 3 }],
  ["too many bytes", () => pieces(text("x".repeat(600)), text("y".repeat(401))), { kind: "too_large" }],
])("IM45 %s leaves no file at all", async (_title, stream, outcome) => {
  const store = freshStore();
  expect(await store.put(stream(), { limitBytes: 1000 })).toEqual(outcome);
  expect(readdirSync(store.paths.incoming)).toEqual([]);
  for await (const hash of listBlobs(store.root)) throw new Error(`${hash} was kept`);
});

test("IM45 a reader that stops early lets go of the stream, whose rest the connection still has to read", async () => {
  let isLetGo = false;
  async function* endless() {
    try {
      for (;;) yield text("x".repeat(600));
    } finally {
      isLetGo = true;
    }
  }
  expect(await freshStore().put(endless(), { limitBytes: 1000 })).toEqual({ kind: "too_large" });
  expect(isLetGo).toBe(true);
});

test("IM45 another hash than expected keeps nothing and names what came", async () => {
  const store = freshStore();
  const expectedHash = hashOf(text("other"));
  expect(await store.put(pieces(text("x")), { limitBytes: 9, expectedHash })).toEqual({
    kind: "hash_mismatch",
    hash: hashOf(text("x")),
  });
  expect(readdirSync(store.paths.incoming)).toEqual([]);
});

test("IM43 what an interrupted upload left is removed at start, blobs stay", async () => {
  const store = freshStore();
  await put(store, "kept");
  writeFileSync(join(store.paths.incoming, "half"), "half");
  const again = freshStore(store.root);
  expect(readdirSync(again.paths.incoming)).toEqual([]);
  expect(await again.has(hashOf(text("kept")))).toBe(true);
});

test("IM43 a blob whose bytes changed is found out and set aside", async () => {
  const store = freshStore();
  await put(store, "right");
  const hash = hashOf(text("right"));
  expect(await store.verify(hash)).toBe("intact");
  chmodSync(store.fileOf(hash), 0o644);
  writeFileSync(store.fileOf(hash), "wrong");
  expect(await store.verify(hash)).toBe("quarantined");
  expect(readFileSync(join(store.paths.quarantine, hash), "utf8")).toBe("wrong");
  expect([await store.has(hash), await store.verify(hash)]).toEqual([false, "missing"]);
});

test.each([
  ["EIO", "the disk cannot give back is damaged and set aside", "quarantined", false],
  ["EACCES", "may not be read stays, and the reason is told", "EACCES", true],
])("IM43 %s: a blob that %s", async (code, _title, outcome, stays) => {
  const root = mkdtempSync(join(tmpdir(), "espalier-store-"));
  const failed = Object.assign(new Error(code), { code });
  const store = openBlobStore({ root, clock, random: systemRandom, hashOf: () => Promise.reject(failed) });
  await put(store, "right");
  const hash = hashOf(text("right"));
  expect(await store.verify(hash).catch((cause: Error) => cause.message)).toBe(outcome);
  expect(await store.has(hash)).toBe(stays);
});

test("IM45 what cannot be kept leaves no temporary file", async () => {
  const store = freshStore();
  writeFileSync(join(store.root, hashOf(text("x")).slice(0, 2)), "no folder");
  await expect(put(store, "x")).rejects.toThrow();
  expect(readdirSync(store.paths.incoming)).toEqual([]);
});

test("IM43 asking for a blob renews its seven days, so that it is not swept from under an upload", async () => {
  const store = freshStore();
  await put(store, "old");
  const hash = hashOf(text("old"));
  at.ms += 8 * DAY_MS;
  await store.has(hash);
  expect(await store.forget(hash, new Date(at.ms - 7 * DAY_MS))).toBe(false);
  at.ms += 8 * DAY_MS;
  expect(await store.forget(hash, new Date(at.ms - 7 * DAY_MS))).toBe(true);
  expect(existsSync(store.fileOf(hash))).toBe(false);
});

test("IM43 many writers of the same bytes at once leave one whole blob", async () => {
  const store = freshStore();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => put(store, "same")));
  expect(outcomes.filter((one) => one.kind === "stored" && one.isNew)).toHaveLength(1);
  expect(await store.verify(hashOf(text("same")))).toBe("intact");
});

test("UB5 TH14 no evil name becomes a path", () => {
  const names = [
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a".repeat(63),
    "A".repeat(64),
    `${"a".repeat(64)}\0`,
    "..\\x",
  ];
  const bent = names.flatMap((name) => [name, encodeURIComponent(name), `${name}/..`, ` ${name}`, `${name}.`]);
  for (const name of bent) expect(() => blobPath("/data/blobs", name)).toThrow("not a blob hash");
  fc.assert(
    fc.property(fc.string(), (name) => {
      if (/^[0-9a-f]{64}$/.test(name)) return;
      expect(() => blobPath("/data/blobs", name)).toThrow("not a blob hash");
    }),
    { numRuns: 300 },
  );
});
