/** What is measured of a picture (images.md 2.1), in the words of records and thresholds; shares are 0…1. */
export interface Signals {
  readonly aspect: number;
  /** Long and short side of the oriented full picture, px. */
  readonly long: number;
  readonly short: number;
  readonly pages: number;
  readonly alpha: number;
  /** Pixels of the working copy that are not clear. */
  readonly opaque: number;
  readonly coloured: number;
  readonly sat: number;
  readonly palette: number;
  readonly bucket: number;
  readonly colours: number;
  readonly top1: number;
  readonly top8: number;
  /** Bits. */
  readonly entropy: number;
  readonly flat: number;
  readonly edge: number;
  readonly luma_mean: number;
  readonly luma_sd: number;
  readonly dark: number;
  readonly white: number;
  readonly scale_k: number;
  readonly halftone: number;
  readonly panel: number;
  readonly rest_bimodal: number;
  readonly noise: number;
  readonly camera: boolean;
  readonly screen_hint: boolean;
  readonly hdr: boolean;
}

export type SignalName = keyof Signals;
type FlagName = "camera" | "screen_hint" | "hdr";
export type NumberName = Exclude<SignalName, FlagName>;

/** Raised with every changed threshold or signal (IM8). */
export const CLASSIFIER_VERSION = 4;
