import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { lumaCells, middleCopy, workCopy } from "../../../core/imaging/classify/measure/copies.ts";
import { decodePicture } from "./decode-picture.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "espalier-decode-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const [WIDTH, HEIGHT] = [2600, 1700];

/** Soft light with a bright square; of each kind of file the same. */
function drawn(): Sharp {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let y = 0, at = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1, at += 3) {
      const isSquare = x > 300 && x < 900 && y > 200 && y < 800;
      data.fill(isSquare ? 240 : 40 + Math.floor((x * 80) / WIDTH) + Math.floor((y * 60) / HEIGHT), at, at + 3);
    }
  }
  return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

async function sourcesOf(name: string, format: "jpeg" | "png", stored: { width: number; height: number }) {
  const [w, h] = [HEIGHT, WIDTH];
  const task = { kind: "classify" as const, inputPath: join(folder, name), isScreenCapture: false };
  const limits = { thresholds: {}, wantsGates: false, maxPixels: 50_000_000, maxSeconds: 60 };
  const sources = decodePicture({ ...task, ...limits }, { facts: { format, icc: null, w, h }, stored });
  const [work, middle, cells] = await Promise.all([sources.work, sources.middle, sources.cells]);
  return { isWhole: sources.whole !== null, work: workCopy(work), middle: middleCopy(middle), cells: lumaCells(cells) };
}

/** How far two planes are apart on average. */
function distance(one: Uint8Array, other: Uint8Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) / one.length;
}

test("IM8 a large JPEG is never decoded whole, and its copies look as those of the same picture as PNG", async () => {
  await drawn().withMetadata({ orientation: 6 }).jpeg({ quality: 95 }).toFile(join(folder, "large.jpg"));
  await drawn().rotate(90).png({ compressionLevel: 1 }).toFile(join(folder, "large.png"));
  const parts = await sourcesOf("large.jpg", "jpeg", { width: WIDTH, height: HEIGHT });
  const whole = await sourcesOf("large.png", "png", { width: HEIGHT, height: WIDTH });
  expect([parts.isWhole, whole.isWhole]).toEqual([false, true]);
  expect(parts.work).toMatchObject({ width: whole.work.width, height: whole.work.height });
  expect(distance(parts.work.luma, whole.work.luma)).toBeLessThan(2);
  expect(distance(parts.cells, whole.cells)).toBeLessThan(2);
  expect(distance(parts.middle.luma.toSorted(), whole.middle.luma.toSorted())).toBeLessThan(2);
});

test("IM48 a large JPEG that ends too early is refused, however little of it is needed", async () => {
  const path = join(folder, "torn.jpg");
  const bytes = await drawn().jpeg({ quality: 95 }).toBuffer();
  await writeFile(path, bytes.subarray(0, bytes.length - 2000));
  await expect(sourcesOf("torn.jpg", "jpeg", { width: WIDTH, height: HEIGHT })).rejects.toMatchObject({
    reason: "truncated",
  });
});
