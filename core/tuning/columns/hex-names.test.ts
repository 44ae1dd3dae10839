import fc from "fast-check";
import { expect, test } from "vitest";
import { HexColumn, HexNames } from "./hex-names.ts";

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const uuid = hex(32).map((text) => text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
const odd = fc.constantFrom(
  "",
  "a",
  "run 7",
  "é".repeat(36),
  "é".repeat(64),
  "G".repeat(36),
  "-".repeat(36),
  "F".repeat(64),
  "0".repeat(64),
  "00000000-0000-0000-0000-000000000000",
);

test.each([
  ["uuid", fc.oneof(uuid, hex(64), odd)],
  ["hash", fc.oneof(hex(64), uuid, odd)],
] as const)(
  "H9 names of %s spelling have the numbers of their first appearance, whatever their spelling",
  (spelling, name) => {
    fc.assert(
      fc.property(fc.array(name), (texts) => {
        const names = new HexNames(spelling);
        const known = [...new Set(texts)];
        for (const text of [...texts, ...texts]) expect(names.numberOf(text)).toBe(known.indexOf(text));
        expect(known.map((_, number) => names.textOf(number))).toEqual(known);
        expect(known.map((text) => names.find(text))).toEqual(known.map((_, number) => number));
        expect([names.size, names.find("nobody"), names.textOf(known.length)]).toEqual([known.length, null, ""]);
      }),
    );
  },
);

test("H9 a table of names grows past its slots and blocks", () => {
  const names = new HexNames("uuid");
  const column = new HexColumn("hash");
  const nameOf = (index: number) => `019ad000-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;
  for (let index = 0; index < 10_000; index += 1) {
    names.numberOf(nameOf(index));
    column.push(index.toString(16).padStart(64, "f"));
  }
  for (const index of [0, 4095, 4096, 9_999]) {
    expect([names.find(nameOf(index)), names.textOf(index)]).toEqual([index, nameOf(index)]);
    expect(column.at(index)).toBe(index.toString(16).padStart(64, "f"));
  }
});
