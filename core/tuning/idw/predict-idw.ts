import { type Point, squaredDistance } from "../space/point.ts";

/** A point of the space with what was observed there. */
export interface Support {
  readonly point: Point;
  readonly score: number;
}

const SAME_PLACE = 1e-9;

/** Inverse-distance-weighted mean of the supports, power 2; supports at the very place win outright (TU16). */
export function predictIdw(supports: readonly Support[], at: Point): number {
  let weights = 0;
  let weighted = 0;
  let here = 0;
  let hereSum = 0;
  for (const { point, score } of supports) {
    const squared = squaredDistance(point, at);
    if (Math.sqrt(squared) < SAME_PLACE) {
      here += 1;
      hereSum += score;
      continue;
    }
    weights += 1 / squared;
    weighted += score / squared;
  }
  return here > 0 ? hereSum / here : weighted / weights;
}
