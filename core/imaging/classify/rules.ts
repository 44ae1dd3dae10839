import type { BuiltInLabel } from "../classes.ts";
import type { NumberName } from "./signals.ts";

/** `at-least` and `at-most` have a soft gate, or one of 0 or 1 when hard (IM5); a flag is always hard. */
export type Condition =
  | {
      readonly kind: "at-least" | "at-most";
      readonly signal: NumberName;
      readonly key: string;
      readonly isHard: boolean;
    }
  | { readonly kind: "is" | "is-not"; readonly signal: "camera" | "screen_hint" };

export interface Rule {
  readonly key: string;
  readonly label: BuiltInLabel;
  readonly trait: string | null;
  readonly all: readonly Condition[];
  /** One of these groups must hold too; empty when there is nothing to choose. */
  readonly either: readonly (readonly Condition[])[];
}

type Bound = readonly ["at-least" | "at-most", NumberName] | readonly ["at-least" | "at-most", NumberName, "hard"];
type Flag = readonly ["is" | "is-not", "camera" | "screen_hint"];
type Row = {
  readonly label: BuiltInLabel;
  readonly trait?: string;
  readonly all?: readonly (Bound | Flag)[];
  readonly either?: readonly (readonly Bound[])[];
};

function rule(key: string, { label, trait, all = [], either = [] }: Row): Rule {
  const bound = ([kind, signal, hard]: Bound): Condition => {
    const isPanel = signal === "panel";
    const end = kind === "at-least" ? "min" : "max";
    return { kind, signal, key: isPanel ? "panel_density_min" : `${key}_${signal}_${end}`, isHard: hard === "hard" };
  };
  const condition = (part: Bound | Flag): Condition => {
    return isFlag(part) ? { kind: part[0], signal: part[1] } : bound(part);
  };
  return { key, label, trait: trait ?? null, all: all.map(condition), either: either.map((group) => group.map(bound)) };
}

const isFlag = (part: Bound | Flag): part is Flag => part[0] === "is" || part[0] === "is-not";

/** R1 to R15 of images.md 2.2, whose order is contract; the last holds always. */
export const RULES: readonly Rule[] = [
  rule("hint", {
    label: "screenshot",
    all: [
      ["is", "screen_hint"],
      ["is-not", "camera"],
      ["at-least", "flat"],
    ],
  }),
  rule("icon", {
    label: "graphic",
    trait: "icon",
    all: [
      ["at-least", "alpha"],
      ["at-most", "long"],
      ["at-most", "aspect"],
    ],
  }),
  rule("pixel", {
    label: "graphic",
    trait: "pixel-art",
    all: [
      ["at-least", "scale_k", "hard"],
      ["at-most", "colours", "hard"],
    ],
  }),
  rule("halftone", {
    label: "halftone-scan",
    all: [
      ["at-least", "halftone"],
      ["at-most", "flat"],
    ],
  }),
  rule("receipt", {
    label: "receipt",
    all: [
      ["at-least", "aspect"],
      ["at-least", "edge"],
      ["at-most", "sat"],
      ["at-least", "white"],
      ["is-not", "screen_hint"],
    ],
  }),
  rule("form", {
    label: "form-scan",
    all: [
      ["at-least", "panel"],
      ["at-least", "rest_bimodal"],
      ["at-least", "edge"],
      ["at-most", "sat"],
      ["at-most", "flat"],
      ["at-least", "white"],
    ],
  }),
  rule("page", {
    label: "binary-scan",
    trait: "page",
    either: [
      [
        ["at-most", "colours", "hard"],
        ["at-least", "long"],
      ],
      [
        ["at-least", "white"],
        ["at-most", "sat"],
        ["at-most", "top1"],
      ],
    ],
  }),
  rule("lineart", {
    label: "binary-scan",
    trait: "line-art",
    all: [
      ["at-most", "coloured"],
      ["at-least", "top1"],
      ["at-most", "entropy"],
    ],
  }),
  rule("screen", {
    label: "screenshot",
    all: [
      ["at-least", "top8"],
      ["at-least", "flat"],
      ["at-least", "edge"],
      ["is-not", "camera"],
    ],
  }),
  rule("chart", {
    label: "graphic",
    trait: "chart",
    all: [
      ["at-least", "top8"],
      ["at-least", "flat"],
      ["is-not", "camera"],
    ],
  }),
  rule("dark", {
    label: "dark-photo",
    all: [
      ["at-most", "flat"],
      ["at-least", "dark"],
      ["at-most", "luma_mean"],
      ["at-least", "coloured"],
    ],
  }),
  rule("color", {
    label: "color-photo",
    all: [
      ["at-most", "flat"],
      ["at-least", "coloured"],
    ],
    either: [[["at-least", "bucket"]], [["at-least", "colours"]]],
  }),
  rule("mono", {
    label: "mono-photo",
    all: [
      ["at-most", "flat"],
      ["at-most", "coloured"],
    ],
    either: [[["at-least", "bucket"]], [["at-least", "entropy"]]],
  }),
  rule("graphic", {
    label: "graphic",
    all: [
      ["at-most", "palette"],
      ["at-most", "edge"],
      ["at-least", "coloured"],
      ["is-not", "camera"],
    ],
  }),
  rule("none", { label: "unknown" }),
];
