import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { recipeSha } from "../../../core/imaging/recipe/recipe-sha.ts";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { blake3OfFile } from "../../imaging/hash.ts";
import { type StoredRuns, storedRuns } from "../../test/fixtures/stored-runs.ts";

const LIMIT_MS = 300_000;
const CLASSES = ["color-photo", "receipt", "dark-photo", "graphic"];
let stored: StoredRuns;

beforeAll(async () => {
  stored = await storedRuns({ pictures: 25, classes: CLASSES });
  mkdirSync(join(stored.folder, "tmp"));
}, LIMIT_MS);

function replay(log: string, inputs: string, ...more: string[]) {
  return runCommand({
    argv: [process.execPath, ESPALIER_BINARY, "tuner", "replay", "--log", log, "--inputs", inputs, ...more],
    env: {
      PATH: "/usr/bin:/bin",
      HOME: stored.folder,
      TMPDIR: join(stored.folder, "tmp"),
      ESPALIER_ENGINE_THREADS: "1",
    },
    timeoutMs: LIMIT_MS,
  });
}

const namesIn = (folder: string) => readdirSync(folder, { recursive: true }).sort();
let copies = 0;
/** The inputs again, in a folder that a test may change. */
function inputsCopy(): string {
  copies += 1;
  const copy = join(stored.folder, `copy-${copies}`);
  cpSync(stored.inputs, copy, { recursive: true });
  return copy;
}

test("TUB5 TU52 TD12 a hundred stored runs replay to equal pixels, and nothing is written", {
  timeout: LIMIT_MS,
}, async () => {
  expect(stored.records).toHaveLength(100);
  const log = stored.log(stored.records);
  const before = namesIn(stored.folder);
  const ran = await replay(log, stored.inputs);
  expect(ran.stderr).toBe("read: 100 runs, 0 ratings, 0 pairs, 0 orphans, 0 skipped\n");
  expect(ran.stdout.split("\n")).toEqual([
    ...[...CLASSES]
      .sort()
      .flatMap((name) => [`${name}\t-\t0\t-\t0`, `${name}: replayed 25, equal 25, differ 0, missing 0`]),
    "",
  ]);
  expect(ran.code).toBe(0);
  expect(namesIn(stored.folder)).toEqual(before);
});

test("TUB5 TU52 another engine is told apart in words with the distance of the pixels; an equal one that differs exits 1", {
  timeout: LIMIT_MS,
}, async () => {
  const [first, second, third] = stored.records.filter((record) => record.class === "graphic");
  if (first === undefined || second === undefined || third === undefined) throw new Error("too few records");
  const inputs = inputsCopy();
  copyFileSync(join(stored.outputs, third.output_blake3), join(inputs, "an-older-output"));
  const elsewhere = { ...first.engine, vips: "8.17.0" };
  const otherPixels = { output_pixels_blake3: "0".repeat(64), engine: elsewhere };
  const { output_blake3, output } = third;
  const log = stored.log([
    { ...first, engine: elsewhere },
    { ...second, ...otherPixels },
    { ...third, ...otherPixels, output_blake3, output },
  ]);
  const ran = await replay(log, inputs);
  expect(ran.stdout).toContain("graphic: replayed 3, equal 1, differ 2, missing 0\n");
  const now = first.engine.vips;
  const head = (record: typeof first) =>
    `graphic: ${record.run_id} of input ${record.input_blake3} differs on another engine (vips 8.17.0 → ${now}): `;
  expect(ran.stderr).toContain(
    `${head(second)}the stored output ${second.output_blake3} is not among the inputs, so no distance is measured\n`,
  );
  expect(ran.stderr).toContain(`${head(third)}largest difference 0 of 255, mean 0.0000, SSIM 1.00000\n`);
  expect(ran.code).toBe(0);
  const broken = await replay(stored.log([{ ...second, output_pixels_blake3: "0".repeat(64) }]), inputs, "--json");
  expect(broken.code).toBe(1);
  expect(JSON.parse(broken.stdout)).toMatchObject({
    class: "graphic",
    differ: 1,
    differences: [{ runId: second.run_id, engine: [], distance: { kind: "not_measured" } }],
  });
});

test("TD31 TU53 more than half of the inputs missing is a moved corpus; old runs are counted apart", {
  timeout: LIMIT_MS,
}, async () => {
  const runs = stored.records.filter((record) => record.class === "receipt");
  const inputs = inputsCopy();
  for (let n = 0; n < 12; n += 1) rmSync(join(inputs, "deep", `p${n}`));
  const oldSteps = [{ op: "local-contrast", args: { strength: 60 } }];
  const [model] = runs;
  const older = {
    ...model,
    run_id: "019ad000-0000-7000-8000-0000000000ff",
    steps: oldSteps,
    recipe_sha: recipeSha(oldSteps),
  };
  const v1 = { kind: "run", class: "receipt", input_blake3: model?.input_blake3, steps: [], ts_unix_ms: 1 };
  const log = stored.log([...runs, older, v1]);
  const half = await replay(log, inputs);
  expect(half.stdout).toContain("receipt: replayed 13, equal 13, differ 0, missing 12\n");
  expect(half.stderr.match(/receipt: missing input [0-9a-f]{64}\n/g)).toHaveLength(5);
  expect(half.stderr).toContain("receipt: 7 more inputs are missing\n");
  expect(half.stderr).toContain("receipt: not replayable 2 (1 v1, 1 schema 0)\n");
  rmSync(join(inputs, "deep", "p12"));
  const moved = await replay(log, inputs);
  expect(moved).toMatchObject({ code: 0 });
  expect(moved.stdout).toBe("receipt\t-\t0\t-\t0\nreceipt: corpus has moved\n");
  const nowhere = await replay(log, join(stored.folder, "nowhere"));
  expect(nowhere.code).toBe(74);
});

test("TU52 a picture that is no picture any more is a difference with its reason", { timeout: LIMIT_MS }, async () => {
  const inputs = inputsCopy();
  const path = join(inputs, "text.png");
  writeFileSync(path, "no picture");
  const input_blake3 = await blake3OfFile(path);
  const [model] = stored.records;
  const ran = await replay(stored.log([{ ...model, input_blake3, input: { ...model?.input, bytes: 10 } }]), inputs);
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.stderr).toMatch(/differs on the same engine: it failed: unsupported_format: /);
});
