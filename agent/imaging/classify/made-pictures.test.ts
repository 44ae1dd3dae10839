import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const engine = { sharp: "", vips: "", arch: "", os: "", threads: 1 };

test.each(PICTURE_KINDS.map((kind) => [kind.label, kind.name, kind] as const))(
  "TC13 a made picture is a %s: %s",
  { timeout: 120_000 },
  async (label, name, kind) => {
    const path = join(folder, `${label}-${name}`);
    await writeFile(path, await encoded(kind.make(SEED)));
    const thresholds = Object.fromEntries(shippedThresholds());
    const task = {
      kind: "classify" as const,
      inputPath: path,
      isScreenCapture: false,
      thresholds,
      maxPixels: 50_000_000,
      maxSeconds: 60,
    };
    const result = await classifyPicture(task, { engine, monoMs: () => 0 });
    expect(result.answer.label, `${result.answer.sentence} ${JSON.stringify(result.signals)}`).toBe(label);
  },
);
