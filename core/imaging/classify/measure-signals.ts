import type { LumaPlane, Planes } from "./measure/copy.ts";
import { measureHalftone, measureNoise } from "./measure/halftone.ts";
import { measurePalette } from "./measure/palette.ts";
import { measurePanels, type Panel } from "./measure/panels.ts";
import { measureTexture } from "./measure/texture.ts";
import { measureTones } from "./measure/tones.ts";
import type { Signals } from "./signals.ts";
import { type Thresholds, thresholdOf } from "./thresholds.ts";

/** The copies of one picture and what its file says (images.md 2.1). */
export interface Views {
  /** W: long side at most 512, nearest. */
  readonly work: Planes;
  /** C: the middle, at most 512 × 512 at full resolution. */
  readonly crop: LumaPlane;
  /** Luma of the whole picture averaged into 256 × 256 cells. */
  readonly cells: Uint8Array;
  readonly scaleK: number;
  /** Of the oriented full picture. */
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly isHdr: boolean;
  readonly hasCamera: boolean;
  readonly isScreenCapture: boolean;
}

export interface Measured {
  readonly signals: Signals;
  readonly panels: readonly Panel[];
}

/** All signals of images.md 2.1; of the thresholds only those of the panels' luma are read. */
export function measureSignals(views: Views, thresholds: Thresholds): Measured {
  const { work, crop } = views;
  const [long, short] = [Math.max(views.width, views.height), Math.min(views.width, views.height)];
  const tones = measureTones(work);
  const luma = [thresholdOf(thresholds, "panel_luma_lo"), thresholdOf(thresholds, "panel_luma_hi")] as const;
  const { panels, ...panel } = measurePanels({ cells: views.cells, work }, luma);
  const signals = {
    aspect: long / short,
    long,
    short,
    pages: views.pages,
    alpha: 1 - work.opaque / (work.width * work.height),
    opaque: work.opaque,
    ...tones,
    ...measurePalette(work, tones.coloured),
    ...measureTexture(work),
    scale_k: views.scaleK,
    halftone: measureHalftone(crop),
    ...panel,
    noise: measureNoise(crop),
    camera: views.hasCamera,
    screen_hint: views.isScreenCapture,
    hdr: views.isHdr,
  };
  return { signals, panels };
}
