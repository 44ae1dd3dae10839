export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as three bytes. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** `share` of `above` over `below`, byte by byte. */
export function blend(below: Uint8Array, above: Uint8Array, share: number): Uint8Array {
  const mixed = new Uint8Array(below.length);
  for (let at = 0; at < below.length; at += 1) {
    const base = below[at] ?? 0;
    mixed[at] = Math.round(base + ((above[at] ?? 0) - base) * share);
  }
  return mixed;
}

/** The colours as they look on an opaque `background`. */
export function flatten(rgb: Uint8Array, alpha: Uint8Array, background: Colour): Uint8Array {
  const flat = new Uint8Array(rgb.length);
  for (let pixel = 0, at = 0; pixel < alpha.length; pixel += 1, at += 3) {
    const share = (alpha[pixel] ?? 0) / 255;
    flat[at] = Math.round((rgb[at] ?? 0) * share + background[0] * (1 - share));
    flat[at + 1] = Math.round((rgb[at + 1] ?? 0) * share + background[1] * (1 - share));
    flat[at + 2] = Math.round((rgb[at + 2] ?? 0) * share + background[2] * (1 - share));
  }
  return flat;
}
