import type { LumaPlane, Planes } from "./measure/copy.ts";
import { measureHalftone, measureNoise } from "./measure/halftone.ts";
import { measurePalette } from "./measure/palette.ts";
import { measurePanels, type Panel } from "./measure/panels.ts";
import { measureTexture } from "./measure/texture.ts";
import { measureTones } from "./measure/tones.ts";
import type { Signals } from "./signals.ts";
import { type Thresholds, thresholdOf } from "./thresholds.ts";

/** What the file says of a picture (images.md 2.1). */
interface FileFacts {
  /** Of the oriented full picture. */
  readonly width: number;
  readonly height: number;
  readonly pages: number;
  readonly isHdr: boolean;
  readonly hasCamera: boolean;
  readonly isScreenCapture: boolean;
}

/** What each copy of a picture says (images.md 2.1). */
export interface Views {
  readonly work: ReturnType<typeof measureWork>;
  readonly middle: ReturnType<typeof measureMiddle>;
  /** Luma of the whole picture averaged into 256 × 256 cells. */
  readonly cells: Uint8Array;
  readonly scaleK: number;
  readonly file: FileFacts;
}

export interface Measured {
  readonly signals: Signals;
  readonly panels: readonly Panel[];
}

/** Of W, long side at most 512, nearest: its signals, and what panels are judged by. */
export function measureWork(planes: Planes) {
  const { tones, histogram } = measureTones(planes);
  const { opaque, width, height } = planes;
  const seen = { alpha: 1 - opaque / (width * height), opaque };
  const signals = {
    ...seen,
    ...tones,
    ...measurePalette(planes, histogram, tones.coloured),
    ...measureTexture(planes),
  };
  return { planes, histogram, signals };
}

/** Of C, the middle, at most 512 × 512 at full resolution. */
export function measureMiddle(crop: LumaPlane) {
  return { halftone: measureHalftone(crop), noise: measureNoise(crop) };
}

/** All signals of images.md 2.1; of the thresholds only those of the panels' luma are read. */
export function measureSignals({ work, middle, cells, scaleK, file }: Views, thresholds: Thresholds): Measured {
  const [long, short] = [Math.max(file.width, file.height), Math.min(file.width, file.height)];
  const luma = [thresholdOf(thresholds, "panel_luma_lo"), thresholdOf(thresholds, "panel_luma_hi")] as const;
  const { panels, ...panel } = measurePanels({ cells, work: work.planes, histogram: work.histogram }, luma);
  const signals = {
    aspect: long / short,
    long,
    short,
    pages: file.pages,
    ...work.signals,
    scale_k: scaleK,
    ...panel,
    ...middle,
    camera: file.hasCamera,
    screen_hint: file.isScreenCapture,
    hdr: file.isHdr,
  };
  return { signals, panels };
}
