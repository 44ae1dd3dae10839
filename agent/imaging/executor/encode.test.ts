import sharp from "sharp";
import { expect, test } from "vitest";
import { iccName } from "../../../core/imaging/pixels/icc-name.ts";
import { splitAlpha } from "../../../core/imaging/pixels/planes.ts";
import { painted } from "../../test/fixtures/pictures.ts";
import { blake3Of } from "../hash.ts";
import { encodeBefore } from "./copies.ts";
import { decodeOutput, pixelsBlake3 } from "./decode-output.ts";
import { encode, type OutputArgs } from "./encode.ts";

const FORMATS: readonly OutputArgs[] = [
  { format: "jpeg", quality: 86, chroma: "4:2:0", mozjpeg: false },
  { format: "jpeg", quality: 97, chroma: "4:4:4", mozjpeg: true },
  { format: "png", level: 6, palette: false },
  { format: "png", level: 9, palette: true },
  { format: "webp", quality: 84, lossless: false, near_lossless: false, effort: 4, preset: "photo" },
  { format: "webp", quality: 60, lossless: true, near_lossless: true, effort: 0, preset: "text" },
  { format: "avif", quality: 55, effort: 2 },
];
const scene = (channels: 3 | 4) => splitAlpha(painted(96, 64, channels), 96, 64);

test("IMB6 the same fingerprint gives the same bytes and pixels, three times, in every format", async () => {
  for (const args of FORMATS) {
    const bytes = [];
    const pixels = [];
    for (let repeat = 0; repeat < 3; repeat += 1) {
      const encoded = await encode(scene(4), args);
      bytes.push(await blake3Of([encoded.bytes]));
      pixels.push(await pixelsBlake3(await decodeOutput(encoded.bytes, args.format, "open")));
    }
    expect(new Set(bytes).size, args.format).toBe(1);
    expect(new Set(pixels).size, args.format).toBe(1);
  }
});

test("TC25 IM24 outputs and before pictures carry an sRGB tag and no EXIF, comment or other metadata", async () => {
  const all = [...(await Promise.all(FORMATS.map((args) => encode(scene(3), args)))).map(({ bytes }) => bytes)];
  for (const bytes of [...all, await encodeBefore(scene(4))]) {
    const metadata = await sharp(bytes).metadata();
    expect(iccName(metadata.icc ?? new Uint8Array())).toBe("sRGB");
    expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.comments, metadata.orientation]).toEqual(
      Array(5).fill(undefined),
    );
    expect(Buffer.from(bytes).includes("Exif\0")).toBe(false);
  }
});

test("TC25 a JPEG of a picture with alpha is flattened on white and says so; other formats keep alpha", async () => {
  const clear = splitAlpha(new Uint8Array(16 * 16 * 4), 16, 16);
  const jpeg = await encode(clear, { format: "jpeg", quality: 90, chroma: "4:4:4", mozjpeg: false });
  expect(jpeg.warnings).toEqual([expect.stringContaining("#ffffff")]);
  expect((await decodeOutput(jpeg.bytes, "jpeg", "open")).rgb.every((value) => value === 255)).toBe(true);
  const webp = await encode(scene(4), { format: "png", level: 6, palette: false });
  expect(webp.warnings).toEqual([]);
  const seen = await decodeOutput(webp.bytes, "png", "open");
  expect(Buffer.compare(seen.alpha ?? new Uint8Array(), scene(4).alpha ?? new Uint8Array())).toBe(0);
});

test("IM29 the pixel hash of opaque red beside green is the contract's", async () => {
  const pixels = splitAlpha(Uint8Array.from([255, 0, 0, 255, 0, 255, 0, 255]), 2, 1);
  expect(await pixelsBlake3(pixels)).toBe("15885bf3ebc25f219cb4c3f246f581276fafb775641640c260f67a1c20932b25");
  expect(await pixelsBlake3({ ...pixels, alpha: null })).toBe(await pixelsBlake3(pixels));
});

test("IM50 the before picture is lossless", async () => {
  const seen = await decodeOutput(await encodeBefore(scene(4)), "png", "open");
  expect(Buffer.compare(seen.rgb, scene(4).rgb)).toBe(0);
});
