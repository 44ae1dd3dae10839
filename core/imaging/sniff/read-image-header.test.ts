import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { type ByteSource, bytesInMemory } from "./byte-source.ts";
import { judgePicture } from "./judge-picture.ts";
import { type ImageHeader, readImageHeader } from "./read-image-header.ts";
import type { ImageFormat } from "./sniff-format.ts";

const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 10, b: 90, alpha: 0.5 } } });
const headerOf = (bytes: Uint8Array): Promise<ImageHeader> => readImageHeader(bytesInMemory(bytes));
const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));
const u32 = (value: number): number[] => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const chunk = (name: string, data: number[]): number[] => [...u32(data.length), ...ascii(name), ...data, 0, 0, 0, 0];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const ihdr = (width: number, height: number): number[] => chunk("IHDR", [...u32(width), ...u32(height), 8, 2, 0, 0, 0]);

const ENCODED: [string, ImageFormat, Promise<Buffer>, number | null][] = [
  ["JPEG", "jpeg", picture(321, 77).jpeg().toBuffer(), 3],
  ["progressive JPEG", "jpeg", picture(321, 77).jpeg({ progressive: true }).toBuffer(), 3],
  ["grey JPEG", "jpeg", picture(321, 77).toColourspace("b-w").jpeg().toBuffer(), 1],
  ["CMYK JPEG", "jpeg", picture(321, 77).toColourspace("cmyk").jpeg().toBuffer(), 4],
  [
    "JPEG with a profile and EXIF",
    "jpeg",
    picture(321, 77)
      .withMetadata({ exif: { IFD0: { Make: "x" } } })
      .jpeg()
      .toBuffer(),
    3,
  ],
  ["PNG", "png", picture(321, 77).png().toBuffer(), 3],
  ["PNG with alpha", "png", picture(321, 77, 4).png().toBuffer(), 4],
  ["PNG with a palette", "png", picture(321, 77).png({ palette: true }).toBuffer(), 3],
  ["lossy WebP", "webp", picture(321, 77).webp().toBuffer(), 3],
  ["lossless WebP", "webp", picture(321, 77).webp({ lossless: true }).toBuffer(), 3],
  ["WebP with alpha", "webp", picture(321, 77, 4).webp().toBuffer(), 4],
  ["AVIF", "avif", picture(321, 77).avif({ effort: 0 }).toBuffer(), null],
];

test.each(ENCODED)("IM45 the size of a %s is read from its header", async (_title, format, encoded, channels) => {
  const bytes = await encoded;
  expect(await headerOf(bytes)).toEqual({
    kind: "image",
    format,
    widthPx: 321,
    heightPx: 77,
    channels,
    isAnimated: false,
  });
});

test("IM45 frames are noticed: animated WebP and APNG", async () => {
  const frames = await sharp(Buffer.alloc(4 * 8 * 3, 9).fill(200, 48), {
    raw: { width: 4, height: 8, channels: 3, pageHeight: 4 },
  })
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer();
  expect(await headerOf(frames)).toMatchObject({ kind: "image", format: "webp", isAnimated: true, widthPx: 4 });
  const animated = [...PNG, ...ihdr(5, 6), ...chunk("iCCP", [1, 2, 3]), ...chunk("acTL", u32(2)), ...chunk("IDAT", [])];
  expect(await headerOf(Uint8Array.from(animated))).toMatchObject({ isAnimated: true, widthPx: 5, heightPx: 6 });
  const after = [...PNG, ...ihdr(5, 6), ...chunk("IDAT", []), ...chunk("acTL", u32(2))];
  expect(await headerOf(Uint8Array.from(after))).toMatchObject({ isAnimated: false });
});

test.each<[string, number[]]>([
  ["a JPEG of two bytes more than its mark", [0xff, 0xd8, 0xff, 0xe0]],
  ["a JPEG whose pixels come first", [0xff, 0xd8, 0xff, 0xda, 0, 4, 0, 0]],
  ["a JPEG segment shorter than its own length", [0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0]],
  ["a PNG without IHDR", [...PNG, ...chunk("IDAT", [1])]],
  ["a PNG of no pixels", [...PNG, ...ihdr(0, 7)]],
  ["a WebP without a frame", [...ascii("RIFF"), 4, 0, 0, 0, ...ascii("WEBP")]],
  ["an AVIF without boxes", [...u32(16), ...ascii("ftypavif"), 0, 0, 0, 0]],
])("IM45 %s is broken, not unknown", async (_title, bytes) => {
  const header = await headerOf(Uint8Array.from(bytes));
  expect(header.kind).toBe("broken");
  expect(judgePicture(header, true).kind).toBe("refused");
});

/** Counts what is asked for, so that a parser that runs in circles is caught. */
function counted(bytes: Uint8Array): { source: ByteSource; reads: () => number } {
  let reads = 0;
  const inner = bytesInMemory(bytes);
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    reads += 1;
    if (offset < 0 || length < 0 || length > 1024) throw new Error(`odd read at ${offset} of ${length}`);
    return inner.read(offset, length);
  };
  return { source: { sizeBytes: bytes.length, read }, reads: () => reads };
}

const STARTS = [PNG, [...PNG, ...ihdr(9, 9)], [0xff, 0xd8], [...ascii("RIFF"), 0, 0, 0, 0, ...ascii("WEBPVP8")]].concat(
  [[...u32(16), ...ascii("ftypavif"), 0, 0, 0, 0, ...u32(0), ...ascii("meta")]],
);

test("UB4 no rubbish behind any magic makes the parser throw or run on", async () => {
  const rubbish = fc.tuple(fc.constantFrom(...STARTS), fc.uint8Array({ maxLength: 600 }));
  await fc.assert(
    fc.asyncProperty(rubbish, async ([start, rest]) => {
      const { source, reads } = counted(Uint8Array.from([...start, ...rest]));
      const header = await readImageHeader(source);
      expect(["image", "other", "broken"]).toContain(header.kind);
      expect(reads()).toBeLessThan(2100);
    }),
    { numRuns: 2000 },
  );
});

test("UB4 real pictures with flipped or missing bytes never make the parser throw", async () => {
  const originals = await Promise.all(ENCODED.map(([, , encoded]) => encoded));
  const damage = fc.tuple(fc.constantFrom(...originals), fc.nat(400), fc.nat(255), fc.nat(600));
  await fc.assert(
    fc.asyncProperty(damage, async ([original, at, value, length]) => {
      const bytes = Uint8Array.from(original.subarray(0, Math.max(1, length)));
      bytes[at % bytes.length] = value;
      expect(["image", "other", "broken"]).toContain((await headerOf(bytes)).kind);
    }),
    { numRuns: 1500 },
  );
});

test.each([
  ["the largest picture is taken", 50_000_000, 1, "accepted"],
  ["one pixel more is refused", 50_000_001, 1, "refused"],
  ["a bomb of 65,536 by 65,536 is refused", 65_536, 65_536, "refused"],
])("IM49 %s", async (_title, width, height, kind) => {
  const verdict = judgePicture(await headerOf(Uint8Array.from([...PNG, ...ihdr(width, height)])), false);
  expect(verdict.kind).toBe(kind);
  if (verdict.kind === "refused") expect(verdict.reason).toContain("the limit is 50000000");
});

test("IM49 a JPEG with six channels is refused by its header", async () => {
  const header = await headerOf(Uint8Array.from([0xff, 0xd8, 0xff, 0xc0, 0, 26, 8, 0, 9, 0, 9, 6, 0, 0]));
  expect(judgePicture(header, false)).toMatchObject({ kind: "refused", reason: expect.stringContaining("6 channels") });
});

test("IM48 AVIF comes in only with its switch", async () => {
  const header = await headerOf(await picture(8, 8).avif({ effort: 0 }).toBuffer());
  expect(judgePicture(header, false)).toMatchObject({ kind: "unsupported", found: "AVIF" });
  expect(judgePicture(header, true)).toMatchObject({ kind: "accepted" });
});
