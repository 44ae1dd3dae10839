import fc from "fast-check";
import { expect, test } from "vitest";
import { planesOf } from "./copy.ts";
import { measurePalette } from "./palette.ts";
import { paperOf } from "./paper.ts";
import { findParts } from "./parts.ts";
import { shadedCells } from "./shades.ts";

const SIDE = 6;
const luma = Uint8Array.from({ length: SIDE * SIDE }, (_, cell) => cell);

/** What touches, found cell by cell. */
function flooded(marked: readonly number[]): number[][] {
  const left = new Set([...marked.keys()].filter((cell) => marked[cell] === 1));
  const flood = (cell: number): number[] => {
    if (!left.has(cell)) return [];
    left.delete(cell);
    const beside = [cell % SIDE > 0 ? cell - 1 : -1, cell % SIDE < SIDE - 1 ? cell + 1 : -1];
    return [cell, ...[...beside, cell - SIDE, cell + SIDE].flatMap(flood)];
  };
  return [...marked.keys()].map(flood).filter((cells) => cells.length > 0);
}

test("parts of a plane are the marked cells that touch, by their first cell", () => {
  const marks = fc.array(fc.nat({ max: 1 }), { minLength: SIDE * SIDE, maxLength: SIDE * SIDE });
  fc.assert(
    fc.property(marks, fc.integer({ min: 1, max: 5 }), (plane, least) => {
      const found = findParts({ luma, marked: Uint8Array.from(plane), side: SIDE }, least);
      const cells = found.map((part) =>
        part.cells.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index)),
      );
      const expected = flooded(plane).filter(({ length }) => length >= least);
      expect(cells).toEqual(expected.map((part) => part.toSorted((left, right) => left - right)));
      const meanOf = (part: readonly number[]) => part.reduce((sum, cell) => sum + cell, 0) / part.length;
      expect(found.map((part) => part.luma)).toEqual(expected.map(meanOf));
    }),
  );
});

test("a part that encloses a hole fills its hull, an L does not", () => {
  const fillOf = (rows: string) => {
    const marked = Uint8Array.from(rows, Number);
    return findParts({ luma, marked, side: 3 }, 4).map(({ fill }) => fill);
  };
  expect(fillOf("111101111")).toEqual([1]);
  expect(fillOf("100100111")).toEqual([5 / 7]);
});

test("a bar that leans by two degrees still fills its hull", () => {
  const side = 64;
  const isBar = (x: number, y: number) => x > 1 && x < 62 && Math.abs(y - 30 - x * 0.035) < 4;
  const marked = Uint8Array.from({ length: side * side }, (_, at) => (isBar(at % side, Math.floor(at / side)) ? 1 : 0));
  const [bar] = findParts({ luma: marked, marked, side }, 40);
  expect(bar?.fill).toBeGreaterThan(0.9);
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
      const planes = planesOf(picture, { columns, rows: Uint32Array.of(0) });
      expect(measurePalette(planes, new Uint32Array(256), 1)).toMatchObject({
        colours: counted.size,
        top1: sum(often.slice(0, 1)) / total,
        top8: sum(often.slice(0, 8)) / total,
      });
    }),
  );
});

test("the paper is found under panels and under light that falls off to one side", () => {
  const side = 64;
  const light = (x: number, y: number) => 250 - 0.9 * x - 0.4 * y;
  const isShaded = (x: number, y: number) => x > 8 && x < 56 && Math.floor(y / 8) % 2 === 1;
  const plane = Uint8Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    return light(x, y) * (isShaded(x, y) ? 0.88 : 1);
  });
  const { level, across, down } = paperOf({ luma: plane, side });
  for (const [x, y] of [
    [0, 0],
    [63, 0],
    [0, 63],
    [63, 63],
  ] as const) {
    expect(Math.abs(level + across * x + down * y - light(x, y))).toBeLessThan(4);
  }
  const shaded = shadedCells({ luma: plane, side }, [0.5, 0.92]);
  const inside = [...shaded.keys()].filter((at) => isShaded(at % side, Math.floor(at / side)));
  expect(inside.filter((at) => shaded[at] === 1).length / inside.length).toBeGreaterThan(0.9);
  expect(shaded.reduce((sum, is) => sum + is, 0)).toBeLessThanOrEqual(inside.length);
});

test("rules, lines of text and a lattice of them are no shade", () => {
  const side = 64;
  const isRuled = (x: number, y: number) => x % 9 < 2 || y % 7 < 2;
  const ruled = Uint8Array.from({ length: side * side }, (_, at) =>
    isRuled(at % side, Math.floor(at / side)) ? 180 : 245,
  );
  const shaded = shadedCells({ luma: ruled, side }, [0.5, 0.92]);
  expect(findParts({ luma: ruled, marked: shaded, side }, 8)).toEqual([]);
});
