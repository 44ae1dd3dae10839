import { COLOR_PHOTOS } from "./kinds/color-photos.ts";
import { DARK_PHOTOS } from "./kinds/dark-photos.ts";
import { FORMS } from "./kinds/forms.ts";
import { GRAPHICS } from "./kinds/graphics.ts";
import { HALFTONES } from "./kinds/halftones.ts";
import { MONO_PHOTOS } from "./kinds/mono-photos.ts";
import { PAGES } from "./kinds/pages.ts";
import { RECEIPTS } from "./kinds/receipts.ts";
import { SCREENS } from "./kinds/screens.ts";
import { UNSAFE } from "./kinds/unsafe.ts";
import type { PictureKind } from "./picture.ts";

/** Every way to make a picture, at least five a class (IMB7). */
export const PICTURE_KINDS: readonly PictureKind[] = [
  ...COLOR_PHOTOS,
  ...DARK_PHOTOS,
  ...MONO_PHOTOS,
  ...PAGES,
  ...HALFTONES,
  ...RECEIPTS,
  ...FORMS,
  ...SCREENS,
  ...GRAPHICS,
  ...UNSAFE,
];
