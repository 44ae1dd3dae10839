import { expect, test } from "vitest";
import { createGenerator } from "./generator.ts";

const drawn = (words: readonly number[], count = 8): number[] => {
  const generator = createGenerator(words);
  return Array.from({ length: count }, () => generator.unit());
};

test("TM14 equal words give equal streams, other words or another order others", () => {
  expect(drawn([1, 2])).toEqual(drawn([1, 2]));
  expect(drawn([1, 2])).not.toEqual(drawn([2, 1]));
  expect(drawn([1])).not.toEqual(drawn([1 + 2 ** 32]));
});

test("the stream is fixed for ever, because stored keys must give stored orders again", () => {
  const generator = createGenerator([7]);
  expect(Array.from({ length: 4 }, () => generator.below(1000))).toEqual([306, 740, 11, 16]);
});

test("uniform and normal draws have their moments", () => {
  const generator = createGenerator([42]);
  const normals = Array.from({ length: 40_000 }, () => generator.normal());
  const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
  const variance = normals.reduce((sum, value) => sum + value * value, 0) / normals.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  const dice = new Map<number, number>();
  for (let roll = 0; roll < 60_000; roll += 1) {
    const face = generator.below(6);
    dice.set(face, (dice.get(face) ?? 0) + 1);
  }
  expect([...dice.values()].every((count) => Math.abs(count - 10_000) < 400)).toBe(true);
});
