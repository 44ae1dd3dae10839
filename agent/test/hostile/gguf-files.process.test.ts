import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PRACTICE_MODELS } from "../../../core/serving/practice-models.ts";
import { checkGgufFile } from "../../engines/gguf/check-file.ts";
import { ensurePracticeModel } from "../../engines/practice/write-practice-model.ts";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { freePort } from "../free-port.ts";
import { HOSTILE_MODELS } from "./gguf-files.ts";
import { snapshot } from "./snapshot.ts";

const folder = mkdtempSync(join(tmpdir(), "espalier-gguf-"));
const path = join(folder, "case.gguf");
const env = {
  PATH: "/usr/bin:/bin",
  HOME: folder,
  XDG_CACHE_HOME: join(folder, "cache"),
  ESPALIER_ENGINE_THREADS: "1",
};
let sound = Buffer.alloc(0);

beforeAll(async () => {
  const tiny = PRACTICE_MODELS.find(({ id }) => id === "practice/tiny-2mb");
  if (tiny === undefined) throw new Error("no tiny practice model");
  await ensurePracticeModel(tiny, path);
  sound = readFileSync(path);
  mkdirSync(join(folder, "state"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const serve = async () =>
  runCommand({
    argv: [
      ...[process.execPath, ESPALIER_BINARY, "serve", "--no-join", "--model", path, "--max-context", "256"],
      ...["--state-dir", join(folder, "state"), "--port", String(await freePort())],
    ],
    env,
    timeoutMs: 30_000,
  });

test("A50 a sound file passes", async () => {
  await expect(checkGgufFile(path)).resolves.toBeUndefined();
});

test.each(HOSTILE_MODELS)("A50 serve refuses $name with exit 1, its cause, and nothing left behind", async (model) => {
  writeFileSync(path, model.bytes(sound));
  const before = snapshot(folder);
  const { code, stderr, hasTimedOut } = await serve();
  expect({ code, hasTimedOut, stderr }).toMatchObject({ code: 1, hasTimedOut: false });
  expect(stderr).toContain(model.says);
  expect(stderr).not.toMatch(/\n\s+at |Cannot read properties|call stack|allocation failed|GGML_ASSERT/);
  expect(snapshot(folder)).toEqual(before);
});

test("A50 every cut of a head and every changed byte of it is answered at once", async () => {
  const head = sound.subarray(0, sound.length);
  for (let index = 0; index < 400; index += 1) {
    const bytes = Buffer.from(head);
    const at = (index * 7919) % 20_000;
    if (index % 2 === 0) bytes.writeUInt8((bytes.readUInt8(at) + 1 + (index % 255)) % 256, at);
    writeFileSync(path, index % 2 === 0 ? bytes : bytes.subarray(0, at));
    const outcome = await checkGgufFile(path).then(
      () => "sound",
      (cause: unknown) => (cause instanceof Error ? cause.name : "no error"),
    );
    expect(["sound", "ModelFailure"]).toContain(outcome);
    if (index % 2 === 1) expect(outcome).toBe("ModelFailure");
  }
});
