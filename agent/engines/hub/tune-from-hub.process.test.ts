import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PRACTICE_MODELS } from "../../../core/serving/practice-models.ts";
import { childEnvironment } from "../../host/child-environment.ts";
import { readEnvironment } from "../../host/environment.ts";
import { startProcess } from "../../host/process.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { type HubStandIn, startHub } from "../../test/fixtures/engine-hub.ts";
import { startServe } from "../../test/fixtures/engine-serve.ts";
import { freePort } from "../../test/free-port.ts";
import { ensurePracticeModel } from "../practice/write-practice-model.ts";

const ID = "espalier/practice-GGUF:F32";

let folder: string;
let hub: HubStandIn;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "espalier-from-hub-"));
  const tiny = PRACTICE_MODELS.find(({ id }) => id === "practice/tiny-2mb");
  if (tiny === undefined) throw new Error("no tiny practice model");
  const file = join(folder, "tiny.gguf");
  await ensurePracticeModel(tiny, file);
  hub = await startHub({ name: "practice-F32.gguf", bytes: readFileSync(file) });
});
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

const hubEnvironment = () => ({ HF_ENDPOINT: hub.url, HF_HUB_CACHE: join(folder, "hub") });

test("A50, A51 a model is fetched from the hub, loaded and served in one start", async () => {
  const child = await startServe({ args: ["--model", ID, "--no-join"], port: await freePort(), env: hubEnvironment() });
  try {
    await child.ready();
    const answer = await fetch(`${child.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: ID, messages: [{ role: "user", content: "probe" }], max_tokens: 4 }),
    });
    expect(await answer.json()).toMatchObject({ usage: { completion_tokens: 4 } });
    expect(hub.ranges).toEqual([null]);
  } finally {
    await child.dispose();
  }
});

test("B39, B41 a tune fetches a hub model during the pre-warm, once, and measures it", async () => {
  let output = "";
  const flags = `autotune --candidate-models ${ID} --target-context 640 --kv-bits-axis unset --max-batch-axis 1 --stage2-replicates 1 --json`;
  const started = await startProcess({
    argv: [
      process.execPath,
      ESPALIER_BINARY,
      ...flags.split(" "),
      "--state-dir",
      folder,
      "--port",
      String(await freePort()),
    ],
    env: {
      ...childEnvironment(readEnvironment()),
      ...hubEnvironment(),
      ESPALIER_ENGINE_THREADS: "1",
      XDG_CONFIG_HOME: folder,
    },
    output: "pipe",
    onOutput: (chunk, stream) => {
      if (stream === "stdout") output += chunk.toString();
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  expect((await started.process.exited).code).toBe(0);
  const document = JSON.parse(output.split("\n").find((line) => line.startsWith("{")) ?? "null");
  expect(document).toMatchObject({ recommendation: { model: ID }, infeasible: [] });
  expect(hub.ranges).toEqual([null]);
});
