/** P(T <= t) of Student's t with whole degrees of freedom, by the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4. */
function studentTCdf(t: number, degrees: number): number {
  const theta = Math.atan(t / Math.sqrt(degrees));
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = degrees === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step <= degrees - 2; step += 2) {
    term *= (cos * cos * (step - 1)) / step;
    sum += term;
  }
  const central = isOdd ? (2 / Math.PI) * (theta + sin * sum) : sin * sum;
  return (1 + central) / 2;
}

/** The value below which a share of Student's t lies, to 1e-12; share in (0, 1), whole degrees of freedom from 1. */
export function studentTQuantile(share: number, degrees: number): number {
  if (share < 0.5) return -studentTQuantile(1 - share, degrees);
  let [low, high] = [0, 1];
  while (studentTCdf(high, degrees) < share) high *= 2;
  while (high - low > 1e-12 * Math.max(1, high)) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTCdf(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
