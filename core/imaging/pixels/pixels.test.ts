import { expect, test } from "vitest";
import { blend, colourOf, flatten } from "./blend.ts";
import { guardWords } from "./guard-words.ts";
import { iccName } from "./icc-name.ts";
import { histogramOf, lumaOf } from "./luma.ts";
import { cropPixels, joinAlpha, splitAlpha } from "./planes.ts";
import { clippedShare, meanSsim } from "./similarity.ts";
import { otsuLevel, threshold } from "./threshold.ts";

const plane = (width: number, height: number, valueAt: (x: number, y: number) => number) => ({
  width,
  height,
  luma: Uint8Array.from({ length: width * height }, (_, at) => valueAt(at % width, Math.floor(at / width))),
});

test("IM24 taking alpha apart and joining it again changes no byte, and a crop takes both parts", () => {
  const rgba = Uint8Array.from({ length: 6 * 4 * 4 }, (_, at) => (at * 7) % 256);
  const pixels = splitAlpha(rgba, 6, 4);
  expect(joinAlpha(pixels)).toEqual(rgba);
  const cut = cropPixels(pixels, { left: 2, top: 1, width: 3, height: 2 });
  expect(cut.alpha).toEqual(Uint8Array.from([8, 9, 10, 14, 15, 16], (pixel) => rgba[pixel * 4 + 3] ?? 0));
  expect(cut.rgb.slice(0, 3)).toEqual(rgba.slice(8 * 4, 8 * 4 + 3));
});

test.each([
  [[255, 255, 255], 255],
  [[255, 0, 0], 76],
  [[0, 255, 0], 150],
  [[0, 0, 255], 29],
])("the luma of %o is %d", (rgb, luma) => {
  expect([...lumaOf(Uint8Array.from(rgb))]).toEqual([luma]);
});

test("otsu parts two tones between them, whatever their shares, and a single tone in the middle", () => {
  for (const share of [3, 50, 97]) {
    const tones = Uint8Array.from({ length: 100 }, (_, at) => (at < share ? 60 : 180));
    const level = otsuLevel(histogramOf(tones));
    expect(threshold(tones, level).filter((value) => value === 0).length).toBe(share);
  }
  expect(otsuLevel(histogramOf(new Uint8Array(9).fill(77)))).toBe(128);
});

test("half of a colour is half way, and a clear pixel shows the background", () => {
  expect([...blend(Uint8Array.from([0, 100, 200]), Uint8Array.from([100, 100, 0]), 0.5)]).toEqual([50, 100, 100]);
  const flat = flatten(Uint8Array.from([9, 9, 9, 50, 60, 70]), Uint8Array.from([0, 255]), colourOf("#1020ff"));
  expect([...flat]).toEqual([16, 32, 255, 50, 60, 70]);
});

test("IM30 a result unlike its input, or with lost detail, is a warning in words; an equal one is none", () => {
  const before = plane(64, 64, (x, y) => 40 + ((x * 5 + y * 11) % 170));
  expect(meanSsim(before, before)).toBeCloseTo(1, 9);
  expect(guardWords(before, before)).toEqual([]);
  const inverted = plane(64, 64, (x, y) => 250 - (40 + ((x * 5 + y * 11) % 170)));
  expect(guardWords(before, inverted)).toEqual([expect.stringMatching(/mean SSIM is -?0\.\d\d, the guard is 0\.80/)]);
  const blown = plane(64, 64, (x, y) => (y < 3 ? 255 : 40 + ((x * 5 + y * 11) % 170)));
  expect(clippedShare(blown.luma)).toBeCloseTo(3 / 64, 9);
  expect(guardWords(before, blown).at(-1)).toContain("clipped pixels are up by 4.7 points");
});

test("IM30 pictures of different size are not compared by similarity", () => {
  const before = plane(64, 64, (x) => x);
  expect(
    guardWords(
      before,
      plane(32, 64, (x) => 250 - x),
    ),
  ).toEqual([]);
});

test("the name of a colour profile is read from both kinds of description, and rubbish is unnamed", () => {
  expect(iccName(profile("desc", [0, 0, 0, 11, ...Buffer.from("Display P3\0")]))).toBe("Display P3");
  const wide = [0, 0, 0, 1, 0, 0, 0, 12, 0x65, 0x6e, 0x55, 0x53, 0, 0, 0, 8, 0, 0, 0, 28];
  expect(iccName(profile("mluc", [...wide, 0, 115, 0, 82, 0, 71, 0, 66]))).toBe("sRGB");
  expect(iccName(new Uint8Array(0))).toBe("unnamed");
  expect(iccName(profile("desc", [255, 255, 255, 255, 1, 2, 3, 4]))).toBe("unnamed");
});

function profile(kind: string, body: readonly number[]): Uint8Array {
  const size = 8 + body.length;
  const tag = [0, 0, 0, 1, ...Buffer.from("desc"), 0, 0, 0, 144, 0, 0, 0, size];
  return Uint8Array.from([...new Uint8Array(128), ...tag, ...Buffer.from(kind), 0, 0, 0, 0, ...body]);
}
