import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { contrast } from "./contrast.ts";

const css = readFileSync(new URL("../globals.css", import.meta.url), "utf8");
const GROUNDS = ["wall", "panel", "sunk"];
const TEXT = ["ink", "ink-2", "ink-3", "wire", "leaf", "info", "degrading", "blocking"];
const MARKS = ["edge", "bark", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6"];

function tokensOf(theme: "light" | "dark"): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? "", match[2] ?? ""]),
  );
}

describe.each(["light", "dark"] as const)("H-46 tokens of the %s theme", (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string) => tokens.get(name) ?? "missing";
  const pairs = (names: string[], grounds: string[]) =>
    names.flatMap((name) => grounds.map((ground) => [name, ground] as const));

  test.each(pairs(TEXT, GROUNDS))("%s reads on %s at 4.5:1", (name, ground) => {
    expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(pairs(MARKS, ["wall", "panel"]))("%s stands out from %s at 3:1", (name, ground) => {
    expect(contrast(colour(name), colour(ground))).toBeGreaterThanOrEqual(3);
  });

  test("the primary button's text reads on its ground", () => {
    expect(contrast(colour("panel"), colour("wire"))).toBeGreaterThanOrEqual(4.5);
  });

  test("cell text flips at step 4 of utilisation and reads on every step", () => {
    const steps = [0, 1, 2, 3, 4, 5, 6].map((step) => {
      const [before, after] = [colour("ink"), colour("wall")];
      return contrast(colour(`util-${step}`), step < 4 ? before : after);
    });
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(3);
  });
});

test("H-46 contrast is the ratio of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1);
});
