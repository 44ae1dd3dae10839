/** A score from 1 to 5 or a mean of scores, in stars. */
export function formatScore(stars: number): string {
  return stars.toFixed(3);
}

/** A difference of scores with its sign, three decimals as in the proposal file (TU42): "+0.281". */
export function formatStarGap(stars: number): string {
  const text = Math.abs(stars).toFixed(3);
  return `${stars < 0 && text !== "0.000" ? "−" : "+"}${text}`;
}
