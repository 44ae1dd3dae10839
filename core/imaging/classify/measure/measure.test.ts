import fc from "fast-check";
import { expect, test } from "vitest";
import { planesOf } from "./copy.ts";
import { measurePalette } from "./palette.ts";
import { findParts } from "./parts.ts";

const SIDE = 6;

/** What touches, found cell by cell. */
function flooded(tones: readonly number[]): number[][] {
  const left = new Set(tones.keys());
  const flood = (cell: number, tone: number | undefined): number[] => {
    if (!left.has(cell) || tones[cell] !== tone) return [];
    left.delete(cell);
    const beside = [cell % SIDE > 0 ? cell - 1 : -1, cell % SIDE < SIDE - 1 ? cell + 1 : -1];
    return [cell, ...[...beside, cell - SIDE, cell + SIDE].flatMap((near) => flood(near, tone))];
  };
  return [...tones.keys()].map((cell) => flood(cell, tones[cell])).filter((cells) => cells.length > 0);
}

test("parts of a plane are the cells of one tone that touch, by their first cell", () => {
  const tones = fc.array(fc.nat({ max: 2 }), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE });
  fc.assert(
    fc.property(tones, fc.integer({ min: 1, max: 5 }), (plane, least) => {
      const found = findParts({ luma: Uint8Array.from(plane), tones: Uint8Array.from(plane), side: SIDE }, least);
      const cells = found.map((part) =>
        part.cells.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)),
      );
      const expected = flooded(plane).filter(({ length }) => length >= least);
      expect(cells).toEqual(expected.map((part) => part.toSorted((left, right) => left - right)));
      expect(found.map(({ area, luma }) => [area, luma])).toEqual(
        expected.map((part) => [part.length, plane[part[0] ?? 0]]),
      );
    }),
  );
});

test("a part that encloses a hole fills its box, an L does not", () => {
  const fillOf = (rows: string) => {
    const tones = Uint8Array.from(rows, Number);
    return findParts({ luma: tones, tones, side: 3 }, 4).map(({ fill }) => fill);
  };
  expect(fillOf("111101111")).toEqual([1]);
  expect(fillOf("100100111")).toEqual([5 / 9, 1]);
});

test("colours are counted as a person would count them, clear pixels not at all", () => {
  const pixels = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 255 }), fc.constantFrom(0, 255)), {
    minLength: 1,
    maxLength: 64,
  });
  fc.assert(
    fc.property(pixels, (drawn) => {
      const data = Uint8Array.from(drawn.flatMap(([r, g, a]) => [r, g, 7, a]));
      const columns = Uint32Array.from(drawn.keys());
      const picture = { width: drawn.length, height: 1, data, channels: 4 as const };
      const counted = new Map<string, number>();
      for (const [r, g, a] of drawn) if (a > 0) counted.set(`${r} ${g}`, (counted.get(`${r} ${g}`) ?? 0) + 1);
      const often = [...counted.values()].toSorted((left, right) => right - left);
      const total = Math.max(1, drawn.filter(([, , a]) => a > 0).length);
      const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
      expect(measurePalette(planesOf(picture, { columns, rows: Uint32Array.of(0) }), 1)).toMatchObject({
        colours: counted.size,
        top1: sum(often.slice(0, 1)) / total,
        top8: sum(often.slice(0, 8)) / total,
      });
    }),
  );
});
