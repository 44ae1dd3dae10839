import { expect, test } from "vitest";
import { scoreRule } from "./gates.ts";
import { RULES } from "./rules.ts";
import type { NumberName, Signals } from "./signals.ts";
import { shippedThresholds } from "./thresholds.ts";

const NOTHING: Signals = {
  ...{ aspect: 1, long: 1000, short: 1000, pages: 1, alpha: 0, opaque: 262_144, coloured: 0, sat: 0, palette: 900 },
  ...{ bucket: 0, colours: 900, top1: 0, top8: 0, entropy: 0, flat: 0, edge: 0, luma_mean: 128, luma_sd: 50 },
  ...{ dark: 0, white: 0, scale_k: 1, halftone: 0, panel: 0, rest_bimodal: 0, noise: 1 },
  ...{ camera: false, screen_hint: false, hdr: false },
};

type Limit = readonly [signal: NumberName, relation: "at-least" | "at-most", limit: number];
type Flag = readonly [signal: "camera" | "screen_hint", relation: "is" | "is-not"];
type Case = {
  readonly key: string;
  readonly label: string;
  readonly trait?: string;
  readonly all?: readonly Limit[];
  readonly flags?: readonly Flag[];
  readonly either?: readonly (readonly Limit[])[];
};

/** The table of images.md 2.2. */
const TABLE: readonly (readonly [id: string, row: Case])[] = [
  [
    "R1",
    {
      ...{ key: "hint", label: "screenshot", all: [["flat", "at-least", 0.3]] },
      flags: [
        ["screen_hint", "is"],
        ["camera", "is-not"],
      ],
    },
  ],
  [
    "R2",
    {
      ...{ key: "icon", label: "graphic", trait: "icon" },
      all: [
        ["alpha", "at-least", 0.05],
        ["long", "at-most", 1024],
        ["aspect", "at-most", 2],
      ],
    },
  ],
  [
    "R3",
    {
      ...{ key: "pixel", label: "graphic", trait: "pixel-art" },
      all: [
        ["scale_k", "at-least", 2],
        ["colours", "at-most", 256],
      ],
    },
  ],
  [
    "R4",
    {
      ...{ key: "halftone", label: "halftone-scan" },
      all: [
        ["halftone", "at-least", 0.2],
        ["flat", "at-most", 0.5],
      ],
    },
  ],
  [
    "R5",
    {
      ...{ key: "receipt", label: "receipt", flags: [["screen_hint", "is-not"]] },
      all: [
        ["aspect", "at-least", 2.2],
        ["edge", "at-least", 0.06],
        ["sat", "at-most", 0.12],
        ["white", "at-least", 0.4],
      ],
    },
  ],
  [
    "R6",
    {
      ...{ key: "form", label: "form-scan" },
      all: [
        ["panel", "at-least", 0.05],
        ["rest_bimodal", "at-least", 0.7],
        ["edge", "at-least", 0.06],
        ["sat", "at-most", 0.12],
        ["flat", "at-most", 0.55],
        ["white", "at-least", 0.3],
      ],
    },
  ],
  [
    "R7",
    {
      ...{ key: "page", label: "binary-scan", trait: "page" },
      either: [
        [
          ["colours", "at-most", 2],
          ["long", "at-least", 1500],
        ],
        [
          ["white", "at-least", 0.55],
          ["sat", "at-most", 0.1],
          ["top1", "at-most", 0.5],
        ],
      ],
    },
  ],
  [
    "R8",
    {
      ...{ key: "lineart", label: "binary-scan", trait: "line-art" },
      all: [
        ["coloured", "at-most", 0.002],
        ["top1", "at-least", 0.75],
        ["entropy", "at-most", 2],
      ],
    },
  ],
  [
    "R9",
    {
      ...{ key: "screen", label: "screenshot", flags: [["camera", "is-not"]] },
      all: [
        ["top8", "at-least", 0.7],
        ["flat", "at-least", 0.4],
        ["edge", "at-least", 0.2],
      ],
    },
  ],
  [
    "R10",
    {
      ...{ key: "chart", label: "graphic", trait: "chart", flags: [["camera", "is-not"]] },
      all: [
        ["top8", "at-least", 0.8],
        ["flat", "at-least", 0.55],
      ],
    },
  ],
  [
    "R11",
    {
      ...{ key: "dark", label: "dark-photo" },
      all: [
        ["flat", "at-most", 0.5],
        ["dark", "at-least", 0.6],
        ["luma_mean", "at-most", 50],
        ["coloured", "at-least", 0.01],
      ],
    },
  ],
  [
    "R12",
    {
      ...{
        key: "color",
        label: "color-photo",
        either: [[["bucket", "at-least", 0.0256]], [["colours", "at-least", 4000]]],
      },
      all: [
        ["flat", "at-most", 0.5],
        ["coloured", "at-least", 0.01],
      ],
    },
  ],
  [
    "R13",
    {
      ...{
        key: "mono",
        label: "mono-photo",
        either: [[["bucket", "at-least", 0.8125]], [["entropy", "at-least", 5.5]]],
      },
      all: [
        ["flat", "at-most", 0.5],
        ["coloured", "at-most", 0.01],
      ],
    },
  ],
  [
    "R14",
    {
      ...{ key: "graphic", label: "graphic", flags: [["camera", "is-not"]] },
      all: [
        ["palette", "at-most", 64],
        ["edge", "at-most", 0.1],
        ["coloured", "at-least", 0.01],
      ],
    },
  ],
  ["R15", { key: "none", label: "unknown" }],
];

const ways = ({ all = [], either = [] }: Case): (readonly Limit[])[] =>
  either.length === 0 ? [all] : either.map((group) => [...all, ...group]);

const at = (limits: readonly Limit[], flags: readonly Flag[] = []): Signals => ({
  ...NOTHING,
  ...Object.fromEntries(limits.map(([signal, , limit]) => [signal, limit])),
  ...Object.fromEntries(flags.map(([signal, relation]) => [signal, relation === "is"])),
});

const scored = (rule: (typeof RULES)[number], signals: Signals) =>
  scoreRule(rule, { signals, thresholds: shippedThresholds() });

test("the table of rules is the contract's, in its order", () => {
  expect(RULES.map(({ key, label, trait }) => [key, label, trait])).toEqual(
    TABLE.map(([, { key, label, trait = null }]) => [key, label, trait]),
  );
});

test.each(TABLE)("%s holds at each of its limits and a hundredth beyond any of them no more", (id, row) => {
  const rule = RULES[Number(id.slice(1)) - 1];
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  for (const limits of ways(row)) {
    const own = scored(rule, at(limits, row.flags));
    expect(own.s).toBeGreaterThanOrEqual(0.5);
    const told = own.reasons.map(({ signal, relation, threshold }) => [signal, relation, threshold]);
    const flags = (row.flags ?? []).map(([signal, relation]) => [signal, relation, null]);
    expect(told.toSorted()).toEqual([...limits, ...flags].toSorted());
    for (const [signal, relation, limit] of limits) {
      const beyond = { ...at(limits, row.flags), [signal]: limit * (relation === "at-least" ? 0.99 : 1.01) };
      expect(scored(rule, beyond).s, signal).toBeLessThan(0.5);
    }
    for (const [signal, relation] of row.flags ?? []) {
      expect(scored(rule, { ...at(limits, row.flags), [signal]: relation !== "is" }).s, signal).toBe(0);
    }
  }
});
