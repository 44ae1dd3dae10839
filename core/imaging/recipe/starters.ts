import type { BuiltInLabel } from "../classes.ts";
import { COLOR_PHOTO } from "./starters/color-photo.ts";
import { DARK_PHOTO, MONO_PHOTO } from "./starters/photos.ts";
import { BINARY_SCAN, FORM_SCAN, HALFTONE_SCAN, RECEIPT } from "./starters/scans.ts";
import { GRAPHIC, SCREENSHOT, UNKNOWN } from "./starters/untouched.ts";

const STARTERS: Readonly<Record<BuiltInLabel, string>> = {
  "color-photo": COLOR_PHOTO,
  "dark-photo": DARK_PHOTO,
  "mono-photo": MONO_PHOTO,
  "binary-scan": BINARY_SCAN,
  "halftone-scan": HALFTONE_SCAN,
  receipt: RECEIPT,
  "form-scan": FORM_SCAN,
  screenshot: SCREENSHOT,
  graphic: GRAPHIC,
  unknown: UNKNOWN,
};
const BY_LABEL: ReadonlyMap<string, string> = new Map(Object.entries(STARTERS));

/** The embedded recipe of a class as TOML text (images.md 3.4); null for a class that came later. */
export function starterRecipe(label: string): string | null {
  return BY_LABEL.get(label) ?? null;
}
