/** A smooth random surface over the plane, 0…1, one bump a unit. */
export type Surface = (x: number, y: number) => number;

/** Value noise with a lattice hashed from `key`: no table, the same everywhere. */
export function bumps(key: number): Surface {
  return (x, y) => {
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [u, v] = [ease(x - left), ease(y - top)];
    const upper = lattice(key, left, top) * (1 - u) + lattice(key, left + 1, top) * u;
    const lower = lattice(key, left, top + 1) * (1 - u) + lattice(key, left + 1, top + 1) * u;
    return upper * (1 - v) + lower * v;
  };
}

/** Bumps on bumps: each octave twice as fine and half as high. */
export function cloud(key: number, octaves: number): Surface {
  const layers = Array.from({ length: octaves }, (_, index) => bumps(key + index * 7919));
  const whole = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    for (const [index, layer] of layers.entries()) sum += layer(x * 2 ** index, y * 2 ** index) / 2 ** index;
    return sum / whole;
  };
}

const ease = (t: number) => t * t * (3 - 2 * t);

function lattice(key: number, x: number, y: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(key, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}
