import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { BUILT_IN_LABELS } from "../../../core/imaging/classes.ts";
import { RunErrorRecord, RunRecord } from "../../../core/imaging/record/run.ts";
import { listProcesses } from "../../host/process-list.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { blake3OfFile } from "../../imaging/hash.ts";
import { eightPictures, picture } from "../../test/fixtures/pictures.ts";

const PLAIN = { width: 64, height: 48, channels: 3, background: "#808080" } as const;
const folder = mkdtempSync(join(tmpdir(), "espalier-image-command-"));
const photo = join(folder, "photo.png");

beforeAll(async () => {
  writeFileSync(photo, await picture(320, 240).png().toBuffer());
});

let count = 0;
/** A folder of its own with a log that is not there yet and a place for the output. */
function place() {
  count += 1;
  const home = join(folder, `case-${count}`);
  mkdirSync(home);
  return { home, log: join(home, "log.ndjson"), output: join(home, "out.jpg") };
}

function start(args: readonly string[]) {
  const env = { NODE_ENV: "test" as const, PATH: "/usr/bin:/bin", XDG_CONFIG_HOME: join(folder, "config") };
  return spawn(process.execPath, [ESPALIER_BINARY, "image", ...args], { stdio: ["ignore", "pipe", "pipe"], env });
}

async function image(...args: string[]) {
  const child = start(args);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

const linesOf = (path: string): unknown[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

const auto = (output: string, ...more: string[]) => image("auto", photo, output, "--class", "color-photo", ...more);

test("IM69 TC1 TC2 auto --record then rate: exact lines, two records of one input, the rating names the run", async () => {
  const { log, output } = place();
  const ran = await auto(output, "--record", log);
  expect(ran.code).toBe(0);
  expect(ran.stderr.replaceAll(/ \d+ ms/g, " T ms").split("\n")).toEqual([
    "class: color-photo (forced)",
    expect.stringMatching(/^recipe: embedded [0-9a-f]{12}$/),
    "step 1/5 grain denoise.median size=3 T ms",
    "step 2/5 light tone.gamma gamma=1.06 T ms",
    "step 3/5 vivid colour.modulate brightness=1 saturation=1.08 hue=0 T ms",
    expect.stringMatching(/^step 4\/5 edge sharpen\.usm .*flat=0\.4.* T ms$/),
    expect.stringMatching(/^step 5\/5 output output .*format=jpeg.* T ms$/),
    ...ran.stderr.split("\n").slice(7),
  ]);
  const [label, sha, outputHash, durationMs] = ran.stdout.trimEnd().split("\t");
  expect(label).toBe("color-photo");
  expect(outputHash).toBe(await blake3OfFile(output));
  expect(durationMs).toMatch(/^\d+$/);
  const inputHash = await blake3OfFile(photo);
  const rated = await image("rate", photo, "--score", "4", "--record", log);
  const [run, rating] = linesOf(log);
  const record = RunRecord.parse(run);
  expect(record).toMatchObject({
    input_blake3: inputHash,
    recipe_sha: sha,
    class_by: "override",
    output_blake3: outputHash,
  });
  expect(rating).toMatchObject({
    kind: "rating",
    input_blake3: inputHash,
    score: 4,
    run_id: record.run_id,
    rater_id: "local",
  });
  expect(rating).not.toHaveProperty("notes");
  expect(rated).toEqual({ code: 0, stdout: `${inputHash}\t4\t${record.run_id}\n`, stderr: "" });
  await image("rate", photo, "--score", "5", "--record", log, "--notes", "crisp", "--rater", "ada");
  expect(linesOf(log)[2]).toMatchObject({ score: 5, notes: "crisp", rater_id: "ada", run_id: record.run_id });
});

test("TC3 TC11 IM16 --class unknown skips the classifier and copies the bytes", async () => {
  const { log, output } = place();
  const ran = await image("auto", photo, output, "--class", "unknown", "--record", log, "--json");
  expect(ran.code).toBe(0);
  expect(readFileSync(output)).toEqual(readFileSync(photo));
  const record = RunRecord.parse(JSON.parse(ran.stdout));
  expect(record).toMatchObject({
    output_blake3: record.input_blake3,
    output_pixels_blake3: null,
    steps: [],
    step_ms: [],
  });
  expect(linesOf(log)).toEqual([record]);
});

test("TC3 TC11 a picture the classifier calls unknown is copied; --class asks nobody and runs the recipe", async () => {
  const { home, output } = place();
  const plain = join(home, "plain.png");
  writeFileSync(plain, await sharp({ create: PLAIN }).png().toBuffer());
  const asked = await image("auto", plain, output);
  expect(asked.stderr).toContain("class: unknown (1.000)");
  expect(asked.code).toBe(0);
  expect(readFileSync(output)).toEqual(readFileSync(plain));
  const forced = await image("auto", plain, output, "--class", "graphic", "--json");
  expect(forced.stderr).toContain("class: graphic (forced)");
  expect(RunRecord.parse(JSON.parse(forced.stdout))).toMatchObject({ class_by: "override", signals: {}, traits: [] });
  expect(forced.stderr).toContain("step 1/1 output output");
});

test("TC4 a score that is no whole number 1…5 exits 1 and appends nothing; a missing one exits 64", async () => {
  const { log } = place();
  writeFileSync(log, '{"kind":"note"}\n');
  for (const score of ["9", "0", "3.5", "x"]) {
    expect(await image("rate", photo, "--score", score, "--record", log)).toMatchObject({ code: 1, stdout: "" });
  }
  expect((await image("rate", photo, "--record", log)).code).toBe(64);
  expect((await image("rate", photo, "--score", "3")).code).toBe(64);
  expect(readFileSync(log, "utf8")).toBe('{"kind":"note"}\n');
});

test("TC5 IM70 a rating without a run warns, exits 0 and is appended after a malformed line", async () => {
  const { log } = place();
  writeFileSync(log, "{broken");
  const rated = await image("rate", photo, "--score", "2", "--record", log);
  expect(rated).toMatchObject({ code: 0, stdout: `${await blake3OfFile(photo)}\t2\t-\n` });
  expect(rated.stderr).toContain(`warning: no run for this input in ${log}`);
  expect(rated.stderr).toContain("line 1");
  expect(readFileSync(log, "utf8").split("\n")[1]).toContain('"score":2');
});

test("TC10 IM31 without --record there is no file besides the output, and no temporary one", async () => {
  const { home, output } = place();
  expect((await auto(output)).code).toBe(0);
  expect(readdirSync(home)).toEqual(["out.jpg"]);
});

test("TC18 every embedded recipe loads and runs; form-scan and unknown copy the bytes", async () => {
  for (const label of BUILT_IN_LABELS) {
    const { output } = place();
    const ran = await image("auto", photo, output, "--class", label);
    expect(ran.code, `${label}: ${ran.stderr}`).toBe(0);
    const isCopy = readFileSync(output).equals(readFileSync(photo));
    expect(isCopy, label).toBe(label === "form-scan" || label === "unknown");
  }
}, 120_000);

test("TC8 a recipe of --recipe-dir shows in the recipe line, the sha and the steps", async () => {
  const { home, log, output } = place();
  const path = join(home, "color-photo.toml");
  writeFileSync(path, 'schema = 1\nclass = "color-photo"\n[output]\nformat = "png"\nlevel = 9\n');
  const ran = await auto(output, "--recipe-dir", home, "--record", log);
  expect(ran.stderr).toContain(`recipe: ${path} d8c63e3f3d28`);
  expect(linesOf(log)[0]).toMatchObject({ steps: [{ op: "output" }], args: { "output.format": "png" } });
});

test("IM26 IM28 a skipped step says why, and --work-size reduces before the first step", async () => {
  const { home, log, output } = place();
  const steps = '[[step]]\nid = "off"\nop = "denoise.median"\nsize = 1\n';
  writeFileSync(
    join(home, "color-photo.toml"),
    `schema = 1\nclass = "color-photo"\n${steps}[output]\nformat = "png"\n`,
  );
  const ran = await auto(output, "--recipe-dir", home, "--record", log, "--work-size", "100");
  expect(ran.stderr).toContain("step 1/2 off denoise.median skipped: neutral");
  expect(linesOf(log)[0]).toMatchObject({
    work_long_side: 100,
    output: { w: 100, h: 75 },
    skipped: [{ id: "off", reason: "neutral" }],
  });
});

test.each([
  ["an SVG renamed", "svg.png", "<svg xmlns='http://www.w3.org/2000/svg'/>", /unsupported_format: .*SVG/],
  ["rubbish", "rubbish.png", "no picture", /unsupported_format/],
])("IM69 %s is no accepted image: exit 65, no output", async (_title, name, content, words) => {
  const { home, output } = place();
  writeFileSync(join(home, name), content);
  const ran = await image("auto", join(home, name), output, "--class", "color-photo");
  expect(ran).toMatchObject({ code: 65, stdout: "" });
  expect(ran.stderr).toMatch(words);
  expect(existsSync(output)).toBe(false);
});

test("IM9 a forced class refuses an animated picture unless its recipe copies, and warns that a gain map is lost", async () => {
  const { home, output } = place();
  const moving = join(home, "moving.webp");
  writeFileSync(moving, (await eightPictures()).get("animated") ?? new Uint8Array());
  const refused = await image("auto", moving, output, "--class", "color-photo");
  expect(refused).toMatchObject({ code: 65, stderr: expect.stringContaining("animated") });
  expect((await image("auto", moving, output, "--class", "unknown")).code).toBe(0);
  expect(readFileSync(output)).toEqual(readFileSync(moving));
  const jpeg = await picture(64, 48).jpeg().toBuffer();
  const words = Buffer.from("http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version='1.0'/>", "latin1");
  const head = Buffer.from([0xff, 0xe1, 0, words.length + 2]);
  const hdr = join(home, "hdr.jpg");
  writeFileSync(hdr, Buffer.concat([jpeg.subarray(0, 2), head, words, jpeg.subarray(2)]));
  const lost = await image("auto", hdr, output, "--class", "color-photo");
  expect(lost).toMatchObject({ code: 0, stderr: expect.stringContaining("warning: the HDR gain map") });
});

test("IM69 IM20 IM21 wrong places and recipes have their own exit codes and leave no output", async () => {
  const { home, output } = place();
  expect((await image("auto", photo, photo, "--class", "graphic")).code).toBe(64);
  expect((await image("auto", join(home, "absent.png"), output, "--class", "graphic")).code).toBe(74);
  expect((await image("auto", photo, join(home, "no/folder.jpg"), "--class", "graphic")).code).toBe(74);
  expect((await auto(output, "--record", home)).code).toBe(74);
  const missing = await image("auto", photo, output, "--class", "vintage");
  expect(missing).toMatchObject({ code: 65, stderr: expect.stringContaining("recipe_missing") });
  writeFileSync(
    join(home, "color-photo.toml"),
    'class = "color-photo"\n[[step]]\nop = "local-contrast"\n[step.args]\nsigma = 0.75\n',
  );
  const old = await auto(output, "--recipe-dir", home);
  expect(old).toMatchObject({ code: 65, stderr: expect.stringContaining("recipe_schema_0") });
  writeFileSync(
    join(home, "color-photo.toml"),
    'schema = 1\nclass = "color-photo"\n[output]\nformat = "jpeg"\nquality = 99\n',
  );
  const invalid = await auto(output, "--recipe-dir", home);
  expect(invalid).toMatchObject({ code: 65, stderr: expect.stringContaining("output.quality") });
  expect(statSync(photo).size).toBeGreaterThan(0);
});

const ENDLESS = `schema = 1
class = "color-photo"
[limits]
max_seconds = SECONDS
[[step]]
id = "large"
op = "size.fit"
long_side = 3000
enlarge = true
[output]
format = "avif"
quality = 85
effort = 9
`;

test("TC21 IM27 a run past its limit exits 65 and stands in the log as run_error", async () => {
  const { home, log, output } = place();
  writeFileSync(join(home, "color-photo.toml"), ENDLESS.replace("SECONDS", "1"));
  const ran = await auto(output, "--recipe-dir", home, "--record", log);
  expect(ran).toMatchObject({ code: 65, stderr: expect.stringContaining("time_limit") });
  expect(RunErrorRecord.parse(linesOf(log)[0])).toMatchObject({ reason: "time_limit", class: "color-photo" });
  expect(existsSync(output)).toBe(false);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("IM69 %s ends the child, leaves no output and exits %d", async (signal, expected) => {
  const { home, output } = place();
  writeFileSync(join(home, "color-photo.toml"), ENDLESS.replace("SECONDS", "120"));
  const child = start(["auto", photo, output, "--class", "color-photo", "--recipe-dir", home]);
  const code = new Promise<number | null>((resolve) => child.once("close", resolve));
  await new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      if (chunk.toString().includes("size.fit")) resolve();
    });
  });
  const workers = (await listProcesses()).filter(({ parentPid }) => parentPid === child.pid);
  expect(workers.length).toBe(1);
  child.kill(signal);
  expect(await code).toBe(expected);
  const alive = new Set((await listProcesses()).filter(({ isZombie }) => !isZombie).map(({ pid }) => pid));
  expect(workers.some(({ pid }) => alive.has(pid))).toBe(false);
  expect(readdirSync(home)).toEqual(["color-photo.toml"]);
});
