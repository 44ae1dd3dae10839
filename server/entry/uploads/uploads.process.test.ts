import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync, statSync, watch } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { openBlobStore } from "../../platform/blobs/blob-store.ts";
import { listBlobs } from "../../platform/blobs/list-blobs.ts";
import { systemClock } from "../../platform/clock.ts";
import { systemRandom } from "../../platform/random.ts";
import { hashOf, pngOf, putBytes, uploadHeaders } from "./test-upload.ts";

const FIXTURE = path.join(import.meta.dirname, "fixtures/upload-console.ts");
const PRLIMIT = "/usr/bin/prlimit";
const Ready = z.object({
  port: z.number(),
  origin: z.string(),
  cookie: z.string(),
  root: z.string(),
  dataDir: z.string(),
});
type Running = z.infer<typeof Ready> & { child: ChildProcess };

async function startConsole(wrapper: string[] = []): Promise<Running> {
  const [command = "", ...args] = [...wrapper, process.execPath, FIXTURE];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await once(lines, "line");
  const ready = Ready.parse(JSON.parse(String(line)));
  onTestFinished(() => {
    child.kill("SIGKILL");
    rmSync(ready.dataDir, { recursive: true, force: true });
  });
  return { ...ready, child };
}

/** Resolves once a file being received has so many bytes. */
async function receivedBytes(dir: string, bytes: number): Promise<void> {
  const isThere = () => readdirSync(dir).some((name) => statSync(path.join(dir, name)).size >= bytes);
  const watcher = watch(dir);
  while (!isThere()) await once(watcher, "change");
  watcher.close();
}

async function blobsIn(root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const hash of listBlobs(root)) found.push(hash);
  return found;
}

test("IM43 IM45 a console killed in mid-upload leaves nothing once it starts again", async () => {
  const at = await startConsole();
  const bytes = pngOf(20_000_000);
  const head = Object.entries({ host: `127.0.0.1:${at.port}`, ...uploadHeaders(at, at.cookie, bytes) });
  const socket = connect(at.port, "127.0.0.1").on("error", () => undefined);
  socket.write(`PUT /api/images/upload HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}`).join("\r\n")}\r\n\r\n`);
  socket.write(bytes.subarray(0, 9_000_000));
  await receivedBytes(path.join(at.root, "incoming"), 4_000_000);
  at.child.kill("SIGKILL");
  await once(at.child, "exit");
  socket.destroy();
  expect(readdirSync(path.join(at.root, "incoming"))).toHaveLength(1);
  openBlobStore({ root: at.root, clock: systemClock, random: systemRandom });
  expect(readdirSync(path.join(at.root, "incoming"))).toEqual([]);
  expect(await blobsIn(at.root)).toEqual([]);
});

test("IM43 a disk that takes no more bytes is a 507 with its reason, and nothing stays", async ({ skip }) => {
  skip(!existsSync(PRLIMIT), "prlimit is not on this machine, so no file can be kept small");
  const at = await startConsole([PRLIMIT, "--fsize=20000000"]);
  const bytes = pngOf(30_000_000);
  const reply = await putBytes(at.port, uploadHeaders(at, at.cookie, bytes), bytes);
  expect([reply.status, reply.code]).toEqual([507, "storage_full"]);
  expect(reply.message).toContain("nothing was stored");
  expect(readdirSync(path.join(at.root, "incoming"))).toEqual([]);
  const small = pngOf(10_000);
  expect((await putBytes(at.port, uploadHeaders(at, at.cookie, small), small)).status).toBe(201);
  expect(await blobsIn(at.root)).toEqual([hashOf(small)]);
});
