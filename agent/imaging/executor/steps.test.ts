import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { lumaOf } from "../../../core/imaging/pixels/luma.ts";
import { type Pixels, splitAlpha } from "../../../core/imaging/pixels/planes.ts";
import type { CanonicalStep } from "../../../core/imaging/recipe/recipe.ts";
import { eightPictures, painted } from "../../test/fixtures/pictures.ts";
import type { StepReport } from "../pool/task.ts";
import { applySteps } from "./apply-steps.ts";
import { openPicture } from "./open-picture.ts";

const FULL = { maxPixels: 50_000_000, workLongSide: null };
const folder = mkdtempSync(join(tmpdir(), "espalier-steps-"));

function savePicture(name: string, bytes: Uint8Array): string {
  const path = join(folder, name.replaceAll(" ", ""));
  writeFileSync(path, bytes);
  return path;
}

async function run(pixels: Pixels, ...steps: CanonicalStep[]): Promise<{ pixels: Pixels; reports: StepReport[] }> {
  const reports: StepReport[] = [];
  const named = steps.map((step, index) => ({ id: `s${index}`, step }));
  const done = await applySteps(pixels, named, { monoMs: () => 0, onStep: (report) => reports.push(report) });
  return { pixels: done, reports };
}

const scene = (width = 96, height = 64): Pixels => splitAlpha(painted(width, height), width, height);
const meanLuma = ({ rgb }: Pixels): number => lumaOf(rgb).reduce((sum, value) => sum + value, 0) / (rgb.length / 3);

const step = (op: string, args: CanonicalStep["args"] = {}): CanonicalStep => ({ op, args });
const MEDIAN = step("denoise.median", { size: 3 });
const sharpenOf = (sigma: number, jagged: number): CanonicalStep =>
  step("sharpen.usm", { sigma, flat: 0.5, jagged, x1: 2, y2: 10, y3: 20 });
const SHARPEN = sharpenOf(0.8, 2);

/** Every op of 3.2 at its smallest, default and largest parameters. */
const EVERY_OP: readonly (readonly [op: string, ...args: CanonicalStep["args"][]])[] = [
  [
    "size.fit",
    { long_side: 64, kernel: "nearest", enlarge: true },
    { long_side: 2048, kernel: "lanczos3", enlarge: false },
    { long_side: 1024, kernel: "mks2021", enlarge: true },
  ],
  [
    "crop.trim",
    { threshold: 0, line_art: false, margin: 0 },
    { threshold: 10, line_art: false, margin: 8 },
    { threshold: 60, line_art: true, margin: 64 },
  ],
  ["denoise.median", { size: 1 }, { size: 3 }, { size: 9 }],
  ["smooth.blur", { sigma: 0.3 }, { sigma: 0.5 }, { sigma: 3 }],
  [
    "sharpen.usm",
    { sigma: 0.3, flat: 0, jagged: 0, x1: 0, y2: 0, y3: 0 },
    { sigma: 0.8, flat: 0.5, jagged: 2, x1: 2, y2: 10, y3: 20 },
    { sigma: 3, flat: 4, jagged: 6, x1: 10, y2: 30, y3: 40 },
  ],
  ["tone.gamma", { gamma: 0.6 }, { gamma: 1 }, { gamma: 1.8 }],
  ["tone.linear", { gain: 0.6, pivot: 0 }, { gain: 1, pivot: 128 }, { gain: 1.6, pivot: 255 }],
  ["tone.normalise", { lower: 0, upper: 90 }, { lower: 1, upper: 99 }, { lower: 10, upper: 100 }],
  [
    "tone.clahe",
    { window: 2, slope: 1, blend: 0 },
    { window: 8, slope: 3, blend: 0.5 },
    { window: 25, slope: 10, blend: 1 },
  ],
  [
    "colour.modulate",
    { brightness: 0.7, saturation: 0, hue: -30 },
    { brightness: 1, saturation: 1, hue: 0 },
    { brightness: 1.4, saturation: 1.8, hue: 30 },
  ],
  ["colour.grey", {}],
  ["colour.tint", { rgb: "#000000", blend: 0 }, { rgb: "#704214", blend: 0.3 }, { rgb: "#ffffff", blend: 1 }],
  ["bw.threshold", { level: 0 }, { level: 128 }, { level: 255 }, { level: "otsu" }],
  ["morph.dilate", { width: 1 }, { width: 8 }],
  ["morph.erode", { width: 1 }, { width: 8 }],
  ["palette.reduce", { colours: 2, dither: 0 }, { colours: 64, dither: 0 }, { colours: 256, dither: 1 }],
  ["alpha.flatten", { background: "#ffffff" }],
];
const GEOMETRY = new Set(["size.fit", "crop.trim", "alpha.flatten"]);

test("IM23 IMB2 swapping median and sharpen changes the output, which one chained call does not", async () => {
  const one = await run(scene(), MEDIAN, SHARPEN);
  const other = await run(scene(), SHARPEN, MEDIAN);
  expect(Buffer.compare(one.pixels.rgb, other.pixels.rgb)).not.toBe(0);
  const chained = () => sharp(painted(96, 64), { raw: { width: 96, height: 64, channels: 3 } });
  const options = { sigma: 0.8, m1: 0.5, m2: 2, x1: 2, y2: 10, y3: 20 };
  const first = await chained().median(3).sharpen(options).raw().toBuffer();
  const second = await chained().sharpen(options).median(3).raw().toBuffer();
  expect(Buffer.compare(first, second)).toBe(0);
});

test("IMB2 step by step gives the very pixels of one call on 20 chains in the engine's own order", async () => {
  const raw = { raw: { width: 96, height: 64, channels: 3 } } as const;
  for (let index = 0; index < 20; index += 1) {
    const [size, sigma, jagged, gain] = [index % 2 === 0 ? 3 : 5, 0.5 + index / 10, 1 + index / 8, 0.8 + index / 40];
    const stepwise = await run(
      scene(),
      step("denoise.median", { size }),
      step("smooth.blur", { sigma }),
      sharpenOf(sigma, jagged),
      step("tone.linear", { gain, pivot: 128 }),
    );
    const chained = await sharp(painted(96, 64), raw)
      .median(size)
      .blur(sigma)
      .sharpen({ sigma, m1: 0.5, m2: jagged, x1: 2, y2: 10, y3: 20 })
      .linear(gain, 128 * (1 - gain))
      .raw()
      .toBuffer();
    const largest = stepwise.pixels.rgb.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (chained[at] ?? 0))),
      0,
    );
    expect(largest, `chain ${index}`).toBe(0);
  }
});

test("IMB3 every op at min, default and max passes or is skipped with a reason on the eight fixtures; IM24 alpha stays", async () => {
  for (const [name, bytes] of await eightPictures()) {
    const opened = await openPicture({ path: savePicture(name, bytes), ...FULL });
    for (const [op, ...all] of EVERY_OP) {
      for (const args of all) {
        const { pixels, reports } = await run(opened, step(op, args));
        const told = `${name}: ${op} ${JSON.stringify(args)}`;
        expect(pixels.rgb.length, told).toBe(pixels.width * pixels.height * 3);
        if (reports[0]?.skipped) expect(pixels, told).toBe(opened);
        if (!GEOMETRY.has(op)) expect(pixels.alpha, told).toEqual(opened.alpha);
        if (pixels.alpha !== null) expect(pixels.alpha.length, told).toBe(pixels.width * pixels.height);
      }
    }
  }
});

test("IMB4 tone.gamma 1.3 raises and 0.8 lowers the mean luma by at least 5", async () => {
  const mean = meanLuma(scene());
  expect(meanLuma((await run(scene(), step("tone.gamma", { gamma: 1.3 }))).pixels)).toBeGreaterThan(mean + 5);
  expect(meanLuma((await run(scene(), step("tone.gamma", { gamma: 0.8 }))).pixels)).toBeLessThan(mean - 5);
});

test.each([
  ["neutral", step("denoise.median", { size: 1 }), scene()],
  ["neutral", step("tone.gamma", { gamma: 1 }), scene()],
  ["neutral", step("alpha.flatten", { background: "#ffffff" }), scene()],
  ["too_small", step("denoise.median", { size: 9 }), scene(8, 8)],
  ["too_small", step("tone.clahe", { window: 8, slope: 3, blend: 0.5 }), scene(15, 40)],
  ["trim_empty", step("crop.trim", { threshold: 10, line_art: false, margin: 0 }), plain(40, 40)],
])("IM26 a step that cannot apply is skipped as %s and the run goes on", async (reason, tested, pixels) => {
  const done = await run(pixels, tested, step("smooth.blur", { sigma: 1 }));
  expect(done.reports.map(({ skipped }) => skipped)).toEqual([reason, null]);
});

function plain(width: number, height: number): Pixels {
  return splitAlpha(
    painted(width, height, () => [240, 240, 240]),
    width,
    height,
  );
}

test("IM25 crop.trim grows its box by the margin, keeps it inside the picture and reports its offsets", async () => {
  const paper = painted(80, 60, (x, y) => (x >= 30 && x < 60 && y >= 4 && y < 40 ? [10, 10, 10] : [250, 250, 250]));
  const trimmed = await run(
    splitAlpha(paper, 80, 60),
    step("crop.trim", { threshold: 10, line_art: false, margin: 8 }),
  );
  expect(trimmed.reports[0]?.notes).toEqual({ left: 22, top: 0, width: 46, height: 48 });
  expect(trimmed.pixels).toMatchObject({ width: 46, height: 48 });
  const tiny = painted(80, 60, (x, y) => (x >= 30 && x < 36 && y >= 4 && y < 40 ? [10, 10, 10] : [250, 250, 250]));
  const kept = await run(splitAlpha(tiny, 80, 60), step("crop.trim", { threshold: 10, line_art: false, margin: 2 }));
  expect(kept.reports[0]?.skipped).toBe("too_small");
});

test("IM25 palette.reduce keeps at most the asked number of colours, also between the engine's own 2, 4, 16 and 256", async () => {
  for (const colours of [2, 3, 5, 17, 64, 200]) {
    const { pixels } = await run(scene(), step("palette.reduce", { colours, dither: 0 }));
    const found = new Set<number>();
    for (let at = 0; at < pixels.rgb.length; at += 3) {
      found.add(((pixels.rgb[at] ?? 0) << 16) | ((pixels.rgb[at + 1] ?? 0) << 8) | (pixels.rgb[at + 2] ?? 0));
    }
    expect(found.size).toBeLessThanOrEqual(colours);
    expect(found.size).toBeGreaterThan(colours / 2);
  }
});

test("IM25 on two tones morph.dilate and morph.erode are the engine's own, and on grey they spread real values", async () => {
  const ink = painted(40, 40, (x, y) => Array(3).fill((x * y) % 11 < 2 ? 0 : 255));
  const engine = () => sharp(ink, { raw: { width: 40, height: 40, channels: 3 } });
  const pixels = splitAlpha(ink, 40, 40);
  for (const width of [1, 3]) {
    const grown = await run(pixels, step("morph.dilate", { width }));
    expect(Buffer.compare(grown.pixels.rgb, await engine().dilate(width).raw().toBuffer())).toBe(0);
    const shrunk = await run(pixels, step("morph.erode", { width }));
    expect(Buffer.compare(shrunk.pixels.rgb, await engine().erode(width).raw().toBuffer())).toBe(0);
  }
  const before = new Set(scene().rgb);
  const { pixels: grey } = await run(scene(), step("morph.dilate", { width: 2 }));
  expect([...new Set(grey.rgb)].every((value) => before.has(value))).toBe(true);
  expect(meanLuma(grey)).toBeLessThan(meanLuma(scene()));
});

test("IM25 tone.clahe lifts local contrast by a common gain, above 2 MP from a reduced luma, and blend scales it", async () => {
  const clahe = (blend: number) => step("tone.clahe", { window: 25, slope: 10, blend });
  const flat = painted(96, 64, (x, y) => Array(3).fill(100 + ((x * 3 + y * 5) % 20)));
  const dull = splitAlpha(flat, 96, 64);
  const spreadOf = ({ rgb }: Pixels) => {
    const luma = [...lumaOf(rgb)].sort((a, b) => a - b);
    return (luma[Math.floor(luma.length * 0.95)] ?? 0) - (luma[Math.floor(luma.length * 0.05)] ?? 0);
  };
  const half = spreadOf((await run(dull, clahe(0.5))).pixels);
  const whole = spreadOf((await run(dull, clahe(1))).pixels);
  expect(half).toBeGreaterThan(spreadOf(dull));
  expect(whole).toBeGreaterThan(half);
  const large = splitAlpha(painted(1800, 1200), 1800, 1200);
  const done = await run(large, clahe(0.5));
  expect(done.reports[0]?.skipped).toBeNull();
  const [r, g] = [done.pixels.rgb[3 * 5000] ?? 0, done.pixels.rgb[3 * 5000 + 1] ?? 0];
  expect(r / Math.max(1, g)).toBeCloseTo((large.rgb[3 * 5000] ?? 0) / Math.max(1, large.rgb[3 * 5000 + 1] ?? 0), 0);
});

test("IM25 colour.grey comes back as three equal bands; bw.threshold otsu is computed on the luma", async () => {
  const { pixels } = await run(scene(), step("colour.grey"));
  expect(pixels.rgb.every((value, at) => value === pixels.rgb[at - (at % 3)])).toBe(true);
  const tones = painted(60, 40, (x) => Array(3).fill(x < 25 ? 40 : 190));
  const done = await run(splitAlpha(tones, 60, 40), step("bw.threshold", { level: "otsu" }));
  expect(new Set(done.pixels.rgb)).toEqual(new Set([0, 255]));
  expect(done.pixels.rgb.filter((value) => value === 0).length).toBe(25 * 40 * 3);
  expect(done.reports[0]?.notes["otsu"]).toBeGreaterThan(40);
});

test("IM24 a picture opens upright, in sRGB through its profile, at eight bit, with its alpha apart", async () => {
  const turned = await sharp(painted(96, 64), { raw: { width: 96, height: 64, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  expect(await openPicture({ path: savePicture("turned", turned), ...FULL })).toMatchObject({ width: 64, height: 96 });
  const red = { create: { width: 20, height: 20, channels: 3, background: "#c02010" } } as const;
  const wide = await sharp(red).withIccProfile("p3").png().toBuffer();
  const [r, g] = (await openPicture({ path: savePicture("wide", wide), ...FULL })).rgb;
  expect(Math.abs((r ?? 0) - 0xc0)).toBeLessThanOrEqual(2);
  expect(Math.abs((g ?? 0) - 0x20)).toBeLessThanOrEqual(2);
  const clear = await sharp(painted(30, 20, 4), { raw: { width: 30, height: 20, channels: 4 } })
    .png()
    .toBuffer();
  const opened = await openPicture({ path: savePicture("clear", clear), ...FULL });
  expect(
    Buffer.compare(opened.alpha ?? new Uint8Array(), splitAlpha(painted(30, 20, 4), 30, 20).alpha ?? new Uint8Array()),
  ).toBe(0);
});

test("IM28 the working size is a long side of at most 1,600 and is never enlarged", async () => {
  const large = await sharp(painted(2000, 500), { raw: { width: 2000, height: 500, channels: 3 } })
    .jpeg()
    .toBuffer();
  const at = (name: string, bytes: Uint8Array) =>
    openPicture({ path: savePicture(name, bytes), maxPixels: 50_000_000, workLongSide: 1600 });
  expect(await at("large", large)).toMatchObject({ width: 1600, height: 400 });
  const small = await sharp(painted(96, 64), { raw: { width: 96, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  expect(await at("small", small)).toMatchObject({ width: 96, height: 64 });
});
