/** What a header says of a picture, undecoded; it may lie, the decoder has the last word. */
export interface HeaderFacts {
  widthPx: number;
  heightPx: number;
  /** Colour channels and alpha, where the header counts them. */
  channels: number | null;
  /** Several frames: APNG, animated WebP, AVIF sequence. */
  isAnimated: boolean;
}
