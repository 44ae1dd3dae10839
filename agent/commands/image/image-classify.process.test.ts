import { watch } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PICTURE_KINDS } from "../../../core/imaging/pictures/picture-kinds.ts";
import { startProcess } from "../../host/process.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "espalier-classify-"));
  const kind = PICTURE_KINDS.find(({ name }) => name === "stars");
  if (kind === undefined) throw new Error("no such kind");
  const { rgba, width, height } = kind.make(3);
  await sharp(new Uint8Array(rgba), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg()
    .toFile(join(folder, "stars.jpg"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function espalier(args: readonly string[], config: string) {
  const said = { stdout: "", stderr: "" };
  const started = await startProcess({
    argv: [process.execPath, ESPALIER_BINARY, "image", "classify", ...args],
    env: { PATH: "/usr/bin:/bin", XDG_CONFIG_HOME: config },
    output: "pipe",
    onOutput: (chunk, stream) => {
      said[stream] += chunk.toString("utf8");
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const { code } = await started.process.exited;
  return { code, ...said };
}

async function configWith(text: string): Promise<string> {
  const config = await mkdtemp(join(folder, "config-"));
  await mkdir(join(config, "espalier"));
  await writeFile(join(config, "espalier", "classify.toml"), text);
  return config;
}

test("IM68 prints class and margin, with --json the answer, with --probe every signal", async () => {
  const path = join(folder, "stars.jpg");
  const plain = await espalier([path, "--probe"], folder);
  expect(plain).toMatchObject({ code: 0, stdout: expect.stringMatching(/^dark-photo\t\d\.\d{3}\n$/) });
  expect(plain.stderr).toContain("signal luma_mean ");
  for (const rule of ["hint", "page", "dark", "graphic"]) expect(plain.stderr).toContain(`gate ${rule} `);
  const answer: unknown = JSON.parse((await espalier([path, "--json"], folder)).stdout);
  expect(answer).toMatchObject({
    class: "dark-photo",
    rule: "dark",
    runner_up: expect.anything(),
    sentence: expect.any(String),
  });
});

test("TC14 classify.toml in the XDG folder changes the answer; an unknown key ends with 78", async () => {
  const path = join(folder, "stars.jpg");
  const changed = await espalier([path], await configWith("dark_luma_mean_max = 1\n"));
  expect(changed).toMatchObject({ code: 0, stdout: expect.not.stringMatching(/^dark-photo/) });
  const wrong = await espalier([path], await configWith("dark_mood_max = 1\n"));
  expect(wrong).toMatchObject({ code: 78, stdout: "", stderr: expect.stringContaining("unknown key dark_mood_max") });
});

test("IM68 no picture is 65, no file 74", async () => {
  await writeFile(join(folder, "text.jpg"), "no picture at all");
  expect(await espalier([join(folder, "text.jpg")], folder)).toMatchObject({ code: 65, stdout: "" });
  expect(await espalier([join(folder, "absent.jpg")], folder)).toMatchObject({ code: 74, stdout: "" });
});

test("IM68 after a signal it exits 143 and leaves no scratch folder", { timeout: 60_000 }, async () => {
  const scratch = await mkdtemp(join(folder, "tmp-"));
  const path = join(folder, "large.jpg");
  await sharp({ create: { width: 6000, height: 4000, channels: 3, background: "#a06040" } })
    .jpeg()
    .toFile(path);
  const watcher = watch(scratch);
  const isThere = new Promise<void>((resolve) => watcher.once("change", () => resolve()));
  const started = await startProcess({
    argv: [process.execPath, ESPALIER_BINARY, "image", "classify", path],
    env: { PATH: "/usr/bin:/bin", XDG_CONFIG_HOME: folder, TMPDIR: scratch },
    output: "ignore",
  });
  if (started.kind === "failed") throw new Error(started.reason);
  await isThere;
  watcher.close();
  process.kill(started.process.pid, "SIGTERM");
  expect(await started.process.exited).toMatchObject({ code: 143 });
  expect(await readdir(scratch)).toEqual([]);
});
