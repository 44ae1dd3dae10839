export type Rgb = readonly [red: number, green: number, blue: number];

/** An opaque or clear picture under the brush; four bytes a pixel. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

/** A canvas of one colour; `alpha` 0…255. */
export function blank(size: { width: number; height: number }, [r, g, b]: Rgb, alpha = 255): Canvas {
  const { width, height } = size;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    rgba[at] = r;
    rgba[at + 1] = g;
    rgba[at + 2] = b;
    rgba[at + 3] = alpha;
  }
  return { width, height, rgba };
}

/** Lays `colour` over one pixel; `cover` 0…1. Outside the canvas nothing happens. */
export function dab(canvas: Canvas, [x, y, cover]: readonly [x: number, y: number, cover: number], colour: Rgb): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height || cover <= 0) return;
  const at = (y * canvas.width + x) * 4;
  const { rgba } = canvas;
  for (let band = 0; band < 3; band += 1) {
    const was = rgba[at + band] ?? 0;
    rgba[at + band] = was + ((colour[band] ?? 0) - was) * cover;
  }
  rgba[at + 3] = Math.max(rgba[at + 3] ?? 0, cover * 255);
}

export function fillBox(canvas: Canvas, box: Box, colour: Rgb): void {
  const bottom = Math.min(canvas.height, Math.round(box.y + box.h));
  const right = Math.min(canvas.width, Math.round(box.x + box.w));
  for (let y = Math.max(0, Math.round(box.y)); y < bottom; y += 1) {
    for (let x = Math.max(0, Math.round(box.x)); x < right; x += 1) dab(canvas, [x, y, 1], colour);
  }
}

/** The outline of a box, `width` pixels wide, inside it. */
export function frameBox(canvas: Canvas, box: Box, pen: { colour: Rgb; width: number }): void {
  const { x, y, w, h } = box;
  fillBox(canvas, { x, y, w, h: pen.width }, pen.colour);
  fillBox(canvas, { x, y: y + h - pen.width, w, h: pen.width }, pen.colour);
  fillBox(canvas, { x, y, w: pen.width, h }, pen.colour);
  fillBox(canvas, { x: x + w - pen.width, y, w: pen.width, h }, pen.colour);
}

/** A new canvas whose every pixel `colourAt` names. */
export function shade(
  { width, height }: { width: number; height: number },
  colourAt: (x: number, y: number) => Rgb,
): Canvas {
  const canvas = blank({ width, height }, [0, 0, 0]);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const [r, g, b] = colourAt(x, y);
      canvas.rgba[at] = r;
      canvas.rgba[at + 1] = g;
      canvas.rgba[at + 2] = b;
    }
  }
  return canvas;
}

/** Colours between two, `t` 0…1. */
export function between([r0, g0, b0]: Rgb, [r1, g1, b1]: Rgb, t: number): Rgb {
  return [r0 + (r1 - r0) * t, g0 + (g1 - g0) * t, b0 + (b1 - b0) * t];
}

export function scaled([r, g, b]: Rgb, by: number): Rgb {
  return [r * by, g * by, b * by];
}
