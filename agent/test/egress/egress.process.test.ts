import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { PRACTICE_MODELS } from "../../../core/serving/practice-models.ts";
import { ensurePracticeModel } from "../../engines/practice/write-practice-model.ts";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { startHub } from "../fixtures/engine-hub.ts";
import { startPlaneServer } from "../fixtures/plane-server.ts";
import { strangers } from "./connections.ts";
import { observeTune, tuneWithoutNetwork, whyNoNamespace, whyNoTrace } from "./observed-tune.ts";

const LIMIT_MS = 240_000;
const TINY = "practice/tiny-2mb";
const HUB_MODEL = "espalier/practice-GGUF:F32";

/** Reports a test that this machine cannot run as skipped, with the reason. */
function unless(reason: string | null, { skip }: TestContext): void {
  if (reason !== null) skip(reason);
}

async function hubStandIn() {
  const tiny = PRACTICE_MODELS.find(({ id }) => id === TINY);
  if (tiny === undefined) throw new Error("no tiny practice model");
  const file = join(mkdtempSync(join(tmpdir(), "espalier-hub-file-")), "tiny.gguf");
  await ensurePracticeModel(tiny, file);
  const hub = await startHub({ name: "practice-F32.gguf", bytes: readFileSync(file) });
  onTestFinished(() => hub.close());
  return hub;
}

const portOf = (url: string): number => Number(new URL(url).port);

test("B98, TB29 a practice tune of the real engine reaches loopback only", { timeout: LIMIT_MS }, async (context) => {
  unless(await whyNoTrace(), context);
  const seen = await observeTune({ models: [TINY] });
  expect(seen).toMatchObject({ code: 0 });
  expect(seen.connections.length).toBeGreaterThan(3);
  expect(strangers(seen.connections)).toEqual([]);
});

test("B40, B98, TB29 a model fetched while loading comes from the hub and nowhere else", {
  timeout: LIMIT_MS,
}, async (context) => {
  unless(await whyNoTrace(), context);
  const hub = await hubStandIn();
  const seen = await observeTune({ models: [HUB_MODEL], env: { HF_ENDPOINT: hub.url } });
  expect(seen).toMatchObject({ code: 0 });
  expect(seen.connections.some(({ port }) => port === portOf(hub.url))).toBe(true);
  expect(strangers(seen.connections)).toEqual([]);
});

test("B40, B98, TB29 a provider that pulls before it serves is seen at the hub and nowhere else", {
  timeout: LIMIT_MS,
}, async (context) => {
  unless(await whyNoTrace(), context);
  const hub = await hubStandIn();
  const seen = await observeTune({
    models: ["org/a-1B"],
    env: { HF_ENDPOINT: hub.url },
    provider: ["provider-pulls.ts"],
  });
  expect(seen).toMatchObject({ code: 0 });
  expect(hub.listings.length).toBeGreaterThan(1);
  expect(strangers(seen.connections)).toEqual([]);
});

test("B98, TB29 on an enrolled machine the run never calls the console", { timeout: LIMIT_MS }, async (context) => {
  unless(await whyNoTrace(), context);
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-enrolled-"));
  writeFileSync(join(stateDir, "token"), plane.joinToken, { mode: 0o600 });
  const enrolled = await runCommand({
    argv: [
      ...[process.execPath, ESPALIER_BINARY, "enrol", plane.url],
      ...["--token-file", join(stateDir, "token"), "--state-dir", stateDir],
    ],
    env: { PATH: "/usr/bin:/bin", HOME: stateDir },
    timeoutMs: 60_000,
  });
  expect(enrolled).toMatchObject({ code: 0 });
  const calls = plane.calls.length;
  const seen = await observeTune({ models: ["org/a-1B"], provider: ["provider-ready.ts"], stateDir });
  expect(seen).toMatchObject({ code: 0 });
  expect(strangers(seen.connections)).toEqual([]);
  expect(seen.connections.filter(({ port }) => port === portOf(plane.url))).toEqual([]);
  expect(plane.calls).toHaveLength(calls);
});

const STRANGERS = {
  "an address of the internet": "http://192.0.2.1/weights",
  "an address of the newer internet": "http://[2001:db8::1]/weights",
  "a name, which asks a name server": "http://weights.invalid/",
};
for (const [what, from] of Object.entries(STRANGERS)) {
  test(`B98 positive control: a provider that dials ${what} is found out`, { timeout: LIMIT_MS }, async (context) => {
    unless(await whyNoTrace(), context);
    const seen = await observeTune({ models: ["org/a-1B"], provider: ["provider-pulls.ts", `--from=${from}`] });
    expect(strangers(seen.connections).length).toBeGreaterThan(0);
  });
}

test("B98, TB29 a practice tune succeeds where loopback is the only network", {
  timeout: LIMIT_MS,
}, async (context) => {
  unless(await whyNoNamespace(), context);
  const result = await tuneWithoutNetwork({ models: [TINY] });
  expect(result).toMatchObject({ code: 0 });
  const document = JSON.parse(result.stdout.split("\n").find((line) => line.startsWith("{")) ?? "null");
  expect(document).toMatchObject({ recommendation: { model: TINY }, infeasible: [] });
});
