import { z } from "zod";

/** The pattern of every label a person may give a class (IM3); other labels are data only (IM4). */
export const ClassLabel = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "a label is a-z, then at most 31 of a-z, 0-9, -");

export interface ImageClass {
  readonly label: string;
  readonly definition: string;
  readonly parent: string | null;
}

/** The ten classes of the built-in classifier (IM1). */
export const BUILT_IN_LABELS = [
  "color-photo",
  "dark-photo",
  "mono-photo",
  "binary-scan",
  "halftone-scan",
  "receipt",
  "form-scan",
  "screenshot",
  "graphic",
  "unknown",
] as const;
export const BuiltInLabel = z.enum(BUILT_IN_LABELS);
export type BuiltInLabel = z.infer<typeof BuiltInLabel>;

/** Each built-in class with what it means in words (IM1). */
export const BUILT_IN_CLASSES: readonly (ImageClass & { readonly label: BuiltInLabel })[] = [
  { label: "color-photo", definition: "continuous-tone picture, ≥ 1 % coloured pixels", parent: null },
  {
    label: "dark-photo",
    definition:
      "continuous-tone picture, ≥ 1 % coloured pixels, with ≥ 60 % of pixels below luma 64 and mean luma ≤ 50",
    parent: "color-photo",
  },
  { label: "mono-photo", definition: "continuous-tone picture, ≤ 1 % coloured pixels", parent: null },
  {
    label: "binary-scan",
    definition: "page or drawing in essentially two tones: text page, ink drawing, fax",
    parent: null,
  },
  { label: "halftone-scan", definition: "scan of print whose dot screen shows on both axes", parent: null },
  { label: "receipt", definition: "grey text strip on a light ground, aspect ≥ 2.2", parent: null },
  { label: "form-scan", definition: "scanned page with shaded panels and text between them", parent: null },
  { label: "screenshot", definition: "rendered screen: flat areas with many hard edges", parent: null },
  {
    label: "graphic",
    definition: "drawn without continuous tone: chart, logo, icon, pixel art",
    parent: null,
  },
  { label: "unknown", definition: "none of these, or not safe to touch", parent: null },
];
