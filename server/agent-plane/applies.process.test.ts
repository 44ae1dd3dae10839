import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { picture } from "../../agent/test/fixtures/pictures.ts";
import { readImageHeader } from "../../core/imaging/sniff/read-image-header.ts";
import { recordUpload } from "../features/blobs/index.ts";
import { createHouseJoinToken } from "../features/fleet/index.ts";
import { startBatch } from "../features/images/service.ts";
import {
  applyRecipe,
  approveProposal,
  getProposal,
  listFollowers,
  setFollowing,
} from "../features/proposals/service.ts";
import { CLASS, editProposal, liveOf } from "../features/proposals/test-proposals.ts";
import { withFileSource } from "../platform/blobs/blob-file.ts";
import { startTestConsole, type TestConsole, testContext } from "./test-fleet.ts";

const PROGRAM = path.join(import.meta.dirname, "../../agent/bin/espalier");
const TICK_MS = 100;
const run = promisify(execFile);

/** A console whose clock runs, with the house agent as a process of its own and a configuration folder of its own. */
async function houseScene() {
  const room = await startTestConsole();
  const folder = mkdtempSync(path.join(tmpdir(), "espalier-house-"));
  const stateDir = path.join(folder, "state");
  const configDir = path.join(folder, "config");
  const env = { NODE_ENV: "production" as const, PATH: "/usr/bin:/bin", HOME: folder, XDG_CONFIG_HOME: configDir };
  mkdirSync(stateDir, { mode: 0o700 });
  writeFileSync(path.join(stateDir, "policy.yaml"), "version: 1\nremote_apply: true\n", { mode: 0o600 });
  const ticking = setInterval(() => room.app.clock.advance(TICK_MS), TICK_MS);
  const argv = [PROGRAM, "run", "--state-dir", stateDir, "--console", room.plane.url, "--house"];
  const agent: ChildProcess = spawn(process.execPath, argv, { env, stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const gone = new Promise((resolve) => agent.once("exit", resolve));
  const token = agent.stdio[3];
  token?.on("error", () => token.destroy());
  if (token instanceof Writable) token.end(`${JSON.stringify({ joinToken: await createHouseJoinToken(room.app) })}\n`);
  onTestFinished(async () => {
    agent.kill("SIGTERM");
    await gone;
    clearInterval(ticking);
    await room.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { room, folder, env, recipes: path.join(configDir, "espalier", "recipes") };
}

const until = (condition: () => Promise<boolean>) =>
  expect.poll(condition, { timeout: 120_000, interval: 100 }).toBe(true);

const houseRow = async ({ ctx }: TestConsole) => (await listFollowers(ctx, { class: CLASS })).rows[0];

async function approve({ app }: TestConsole, id: string): Promise<void> {
  const approver = await testContext(app);
  const { pins } = await getProposal(approver, { id });
  const override = { class: CLASS, reason: "checked by eye" };
  await approveProposal(approver, { id, comment: "", snapshot: pins.snapshot, liveSha: pins.liveSha, override });
}

/** Approves the live recipe for the house agent and waits until it says it has it. */
async function applied(room: TestConsole): Promise<void> {
  const { sha: liveSha } = await liveOf(room.app);
  const agentId = (await houseRow(room))?.agentId ?? "";
  const asked = { class: CLASS, liveSha, agentIds: [agentId], comment: "", requestKey: randomUUID() };
  expect((await applyRecipe(room.ctx, asked)).rows).toMatchObject([{ refusal: null }]);
  await until(async () => (await houseRow(room))?.state === "applied");
  expect(await houseRow(room)).toMatchObject({ sha: liveSha, approved: { sha: liveSha } });
}

/** A run of an uploaded picture by the house agent; returns the recipe it used. */
async function runSha({ app, ctx }: TestConsole, side: number): Promise<string | null> {
  const bytes = await picture(side, side).png().toBuffer();
  const put = await app.blobs.put(Readable.from([bytes]), { limitBytes: bytes.length });
  if (put.kind !== "stored") throw new Error(put.kind);
  const header = await withFileSource(app.blobs.fileOf(put.hash), readImageHeader);
  if (header.kind !== "image") throw new Error(header.kind);
  const upload = { orgId: app.orgId, hash: put.hash, bytes: put.bytes, header, name: null, addedBy: "Ada" };
  await recordUpload(app, upload);
  const wanted = { inputs: [put.hash], class: CLASS, preview: true, runAgain: false, requestKey: randomUUID() };
  await startBatch(ctx, wanted);
  const find = () => app.db.imageRun.findFirst({ where: { inputBlake3: put.hash, state: "done" } });
  await until(async () => (await find()) !== null);
  return (await find())?.recipeSha ?? null;
}

/** What the command line on that machine uses. */
async function commandLineSha({
  folder,
  env,
}: {
  folder: string;
  env: NodeJS.ProcessEnv;
}): Promise<string | undefined> {
  const [input, output] = [path.join(folder, "in.png"), path.join(folder, "out.png")];
  writeFileSync(input, await picture(48, 48).png().toBuffer());
  const argv = [PROGRAM, "image", "auto", input, output, "--class", CLASS];
  return (await run(process.execPath, argv, { env })).stdout.split("\t")[1];
}

test("TU51 the house agent gets the promoted recipe, its command line and image-run jobs use it, and it rolls back the same way", {
  timeout: 300_000,
}, async () => {
  const scene = await houseScene();
  const { room, recipes } = scene;
  const first = await editProposal(room.ctx, 1.3);
  const old = await liveOf(room.app);
  await until(async () => (await houseRow(room))?.sha === old.sha);
  await setFollowing(room.ctx, { class: CLASS, agentId: (await houseRow(room))?.agentId ?? "", isFollowing: true });
  await approve(room, first.id);
  await applied(room);
  const file = path.join(recipes, `${CLASS}.toml`);
  expect(readFileSync(file, "utf8")).toBe((await liveOf(room.app)).toml);
  expect(await commandLineSha(scene)).toBe(first.sha);
  expect(await runSha(room, 64)).toBe(first.sha);

  const back = { ...first, id: randomUUID(), baseSha: first.sha, recipeSha: old.sha };
  const { orgId, clock } = room.app;
  const row = { id: back.id, orgId, number: 99, class: CLASS, origin: "roll_back", baseSha: back.baseSha };
  await room.app.db.imageProposal.create({
    data: {
      ...row,
      recipeSha: old.sha,
      toml: old.toml,
      resultJson: "{}",
      state: "open",
      requestedBy: "x",
      requestedAt: clock.now(),
    },
  });
  await approve(room, back.id);
  expect(await houseRow(room)).toMatchObject({ state: "applied", sha: first.sha });
  await applied(room);
  expect(readFileSync(file, "utf8")).toBe(old.toml);
  expect(readdirSync(recipes).filter((name) => name.includes(".before-"))).toHaveLength(1);
  expect(await commandLineSha(scene)).toBe(old.sha);
  expect(await runSha(room, 80)).toBe(old.sha);
});
