import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RULES } from "../../../core/imaging/classify/rules.ts";
import { shippedThresholds } from "../../../core/imaging/classify/thresholds.ts";
import type { Picture } from "../../../core/imaging/pictures/picture.ts";
import { PICTURE_KINDS } from "../../../core/imaging/pictures/picture-kinds.ts";
import { classifyPicture } from "./classify-picture.ts";

const SEED = 1;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "espalier-classify-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function encoded({ rgba, width, height, frames = 1, ...kept }: Picture): Promise<Uint8Array> {
  const raw = { width, height, channels: 4 as const, ...(frames > 1 ? { pageHeight: height / frames } : {}) };
  const picture = sharp(new Uint8Array(rgba), { raw });
  const { make, model } = kept.camera ?? {};
  const tagged = make === undefined ? picture : picture.withExif({ IFD0: { Make: make, Model: model ?? "" } });
  if (kept.hasGainMap === true) tagged.withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/" hdrgm:Version="1.0"></x:xmpmeta>');
  if (kept.comment !== undefined) tagged.withExifMerge({ IFD2: { UserComment: kept.comment } });
  if (kept.format === "jpeg") return tagged.removeAlpha().jpeg({ quality: 90 }).toBuffer();
  return kept.format === "png"
    ? tagged.png({ compressionLevel: 1 }).toBuffer()
    : tagged.webp({ lossless: true }).toBuffer();
}

const thresholds = Object.fromEntries(shippedThresholds());
const limits = { maxPixels: 50_000_000, maxSeconds: 60 };
const taskOf = (inputPath: string) => ({
  wantsGates: false,
  kind: "classify" as const,
  inputPath,
  isScreenCapture: false,
  thresholds,
  ...limits,
});
const engine = { sharp: "", vips: "", arch: "", os: "", threads: 1 };

test.each(PICTURE_KINDS.map((kind) => [kind.label, kind.name, kind] as const))(
  "TC13 a made picture is a %s: %s",
  async (label, name, kind) => {
    const path = join(folder, `${label}-${name}`);
    await writeFile(path, await encoded(kind.make(SEED)));
    const result = await classifyPicture(taskOf(path), { engine, avif: "closed", monoMs: () => 0 });
    expect(result.answer.label, `${result.answer.sentence} ${JSON.stringify(result.signals)}`).toBe(label);
  },
);

test("IM48 AVIF is classified with its switch, and refused as unsupported without", async () => {
  const path = join(folder, "in.avif");
  const { data, info } = await sharp({ create: { width: 96, height: 64, channels: 3, background: "#808080" } })
    .avif({ effort: 0 })
    .toBuffer({ resolveWithObject: true });
  await writeFile(path, data);
  const classified = await classifyPicture(taskOf(path), { engine, avif: "open", monoMs: () => 0 });
  expect(classified).toMatchObject({ input: { format: "avif", w: info.width, h: info.height } });
  expect(Object.keys(classified.signals)).toContain("luma_mean");
  const refused = classifyPicture(taskOf(path), { engine, avif: "closed", monoMs: () => 0 });
  await expect(refused).rejects.toMatchObject({ reason: "unsupported_format" });
});

test("IM68 the answer carries the gates of every rule, not only of the one that decided", async () => {
  const path = join(folder, "grey.png");
  await writeFile(
    path,
    await sharp({ create: { width: 96, height: 64, channels: 3, background: "#808080" } })
      .png()
      .toBuffer(),
  );
  const { gates, answer } = await classifyPicture(
    { ...taskOf(path), wantsGates: true },
    { engine, avif: "closed", monoMs: () => 0 },
  );
  const rules = new Set(gates.map(({ rule }) => rule));
  expect([...rules]).toEqual([answer.rule, ...RULES.flatMap(({ key }) => (key === "none" ? [] : [key]))]);
  const ofPage = gates.filter(({ rule }) => rule === "page").map(({ signal }) => signal);
  expect(ofPage).toEqual(["colours", "long", "white", "sat", "top1"]);
});
