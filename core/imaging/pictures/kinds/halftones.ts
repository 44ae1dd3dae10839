import { addGrain, soften } from "../paint/camera.ts";
import { type Canvas, type Rgb, shade } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { kind } from "../picture.ts";
import { fruit, hills, leaves, portrait, street } from "./color-photos.ts";
import { INK, PAPER } from "./pages.ts";

type Screen = {
  readonly angle: number;
  readonly pitch: number;
  readonly ink: Rgb;
  readonly share: (rgb: Rgb) => number;
};

/** How far below white the dot threshold lies at one place: 0 in the middle of a dot, 1 between dots. */
function spot({ angle, pitch }: Screen, x: number, y: number): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const u = ((x * cos + y * sin) / pitch) * 2 * Math.PI;
  const v = ((y * cos - x * sin) / pitch) * 2 * Math.PI;
  return (2 - Math.cos(u) - Math.cos(v)) / 4;
}

/** Prints a scene in dots: dark places have large ones. */
function print(scene: Canvas, screens: readonly Screen[]): Canvas {
  const { width, rgba } = scene;
  return shade(scene, (x, y) => {
    const at = (y * width + x) * 4;
    const source: Rgb = [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
    let [r, g, b] = PAPER;
    for (const screen of screens) {
      const cover = Math.max(0, Math.min(1, (screen.share(source) - spot(screen, x, y)) * screen.pitch + 0.5));
      r *= 1 - cover * (1 - screen.ink[0] / 255);
      g *= 1 - cover * (1 - screen.ink[1] / 255);
      b *= 1 - cover * (1 - screen.ink[2] / 255);
    }
    return [r, g, b];
  });
}

const darkness = ([r, g, b]: Rgb): number => 0.1 + 0.8 * (1 - (0.3 * r + 0.59 * g + 0.11 * b) / 255);
const DEGREE = Math.PI / 180;

function black(dice: Dice, angle: number): readonly Screen[] {
  return [{ angle: angle * DEGREE, pitch: dice.real(5, 9), ink: INK, share: darkness }];
}

/** Four inks, each at its own angle. */
function fourInks(dice: Dice): readonly Screen[] {
  const pitch = dice.real(5, 8);
  return [
    { angle: 15 * DEGREE, pitch, ink: [0, 160, 220], share: ([r]) => 0.7 * (1 - r / 255) },
    { angle: 75 * DEGREE, pitch, ink: [220, 20, 130], share: ([, g]) => 0.7 * (1 - g / 255) },
    { angle: 0, pitch, ink: [250, 230, 30], share: ([, , b]) => 0.7 * (1 - b / 255) },
    { angle: 45 * DEGREE, pitch, ink: INK, share: (rgb) => darkness(rgb) ** 2 },
  ];
}

const printed = (name: string, scene: (dice: Dice) => Canvas, screens: (dice: Dice) => readonly Screen[]) =>
  kind("halftone-scan", name, (dice) => {
    const canvas = print(scene(dice), screens(dice));
    soften(canvas, 1);
    addGrain(canvas, dice, { sigma: dice.real(1, 4), isGrey: true });
    return { ...canvas, format: "jpeg" };
  });

export const HALFTONES = [
  printed("newspaper-45", hills, (dice) => black(dice, 45)),
  printed("newspaper-0", portrait, (dice) => black(dice, 0)),
  printed("newspaper-15", street, (dice) => black(dice, dice.one([15, 75]))),
  printed("newspaper-30", leaves, (dice) => black(dice, dice.one([30, 60]))),
  printed("four-inks", fruit, fourInks),
  printed("magazine", portrait, fourInks),
];
