import type { Generator } from "../../../core/autotune/strategy/generator.ts";

/** How a made-up person compares two results of one image, in stars. */
export interface VoterLaws {
  /** True mean gain of the proposal. */
  gain: number;
  /** Spread of the gain between images. */
  imageSd: number;
  /** Noise of one score; a comparison has the noise of two. */
  noise: number;
  /** Differences smaller than this look alike. */
  tieBand: number;
}

export const PLAIN_VOTER: VoterLaws = { gain: 0, imageSd: 0, noise: 0.6, tieBand: 0.5 };

/** Verdicts of some people on one image: +1 for the proposal, 0 a tie, −1 for live. */
export function verdictsOn(laws: VoterLaws, raters: number, generator: Generator): (1 | 0 | -1)[] {
  const own = laws.gain + laws.imageSd * generator.normal();
  return Array.from({ length: raters }, () => {
    const seen = own + Math.SQRT2 * laws.noise * generator.normal();
    if (Math.abs(seen) < laws.tieBand) return 0;
    return seen > 0 ? 1 : -1;
  });
}
