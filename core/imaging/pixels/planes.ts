/** Eight-bit sRGB pixels as the executor holds them: colour and alpha apart (IM24). */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel. */
  readonly rgb: Uint8Array;
  /** One byte a pixel; null when the picture has no alpha. */
  readonly alpha: Uint8Array | null;
};

/** Takes three or four interleaved channels apart. */
export function splitAlpha(data: Uint8Array, width: number, height: number): Pixels {
  const count = width * height;
  if (data.length === count * 3) return { width, height, rgb: data, alpha: null };
  const rgb = new Uint8Array(count * 3);
  const alpha = new Uint8Array(count);
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel += 1, from += 4, to += 3) {
    rgb[to] = data[from] ?? 0;
    rgb[to + 1] = data[from + 1] ?? 0;
    rgb[to + 2] = data[from + 2] ?? 0;
    alpha[pixel] = data[from + 3] ?? 0;
  }
  return { width, height, rgb, alpha };
}

/** Four interleaved channels; opaque where there is no alpha. */
export function joinAlpha({ width, height, rgb, alpha }: Pixels): Uint8Array {
  const count = width * height;
  const rgba = new Uint8Array(count * 4);
  for (let pixel = 0, from = 0, to = 0; pixel < count; pixel += 1, from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
    rgba[to + 3] = alpha === null ? 255 : (alpha[pixel] ?? 0);
  }
  return rgba;
}

/** One grey plane as three equal sRGB bands (IM25, `colour.grey`). */
export function greyToRgb(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(grey.length * 3);
  for (let pixel = 0, to = 0; pixel < grey.length; pixel += 1, to += 3) {
    const value = grey[pixel] ?? 0;
    rgb[to] = value;
    rgb[to + 1] = value;
    rgb[to + 2] = value;
  }
  return rgb;
}

export type Box = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
};

/** The part of a picture inside `box`, which lies within it. */
export function cropPixels(pixels: Pixels, box: Box): Pixels {
  const { rgb, alpha, width } = pixels;
  return {
    width: box.width,
    height: box.height,
    rgb: cropPlane(rgb, { width, channels: 3 }, box),
    alpha: alpha === null ? null : cropPlane(alpha, { width, channels: 1 }, box),
  };
}

function cropPlane(plane: Uint8Array, from: { width: number; channels: number }, box: Box): Uint8Array {
  const row = box.width * from.channels;
  const cropped = new Uint8Array(row * box.height);
  for (let y = 0; y < box.height; y += 1) {
    const start = ((box.top + y) * from.width + box.left) * from.channels;
    cropped.set(plane.subarray(start, start + row), y * row);
  }
  return cropped;
}
