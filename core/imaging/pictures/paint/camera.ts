import { type Canvas, shade } from "./canvas.ts";
import type { Dice } from "./dice.ts";

export type Grain = { readonly sigma: number; readonly isGrey: boolean };

/** Sensor or film noise on every pixel. */
export function addGrain(canvas: Canvas, dice: Dice, { sigma, isGrey }: Grain): void {
  const { rgba } = canvas;
  for (let at = 0; at < rgba.length; at += 4) {
    const all = dice.bell() * sigma;
    for (let band = 0; band < 3; band += 1) {
      rgba[at + band] = (rgba[at + band] ?? 0) + (isGrey ? all : dice.bell() * sigma);
    }
  }
}

/** Light that falls off to one side or to the corners; `depth` is the share lost at the far end. */
export function addFallOff(canvas: Canvas, dice: Dice, depth: number): void {
  const [lightX, lightY] = [dice.real(0, canvas.width), dice.real(0, canvas.height)];
  const far = Math.hypot(canvas.width, canvas.height);
  for (let y = 0, at = 0; y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1, at += 4) {
      const left = 1 - (depth * Math.hypot(x - lightX, y - lightY)) / far;
      for (let band = 0; band < 3; band += 1) canvas.rgba[at + band] = (canvas.rgba[at + band] ?? 0) * left;
    }
  }
}

/** The mean of each pixel and its neighbours, `passes` times: the optics of a lens or a scanner. */
export function soften(canvas: Canvas, passes: number): void {
  const { width, height, rgba } = canvas;
  for (let pass = 0; pass < passes; pass += 1) {
    for (const step of [4, width * 4]) {
      const was = rgba.slice();
      for (let at = step; at < width * height * 4 - step; at += 1) {
        if (at % 4 !== 3) rgba[at] = ((was[at - step] ?? 0) + 2 * (was[at] ?? 0) + (was[at + step] ?? 0)) / 4;
      }
    }
  }
}

/** The same picture without colour. */
export function withoutColour(canvas: Canvas): Canvas {
  const { width, rgba } = canvas;
  return shade(canvas, (x, y) => {
    const at = (y * width + x) * 4;
    const grey = (299 * (rgba[at] ?? 0) + 587 * (rgba[at + 1] ?? 0) + 114 * (rgba[at + 2] ?? 0)) / 1000;
    return [grey, grey, grey];
  });
}
