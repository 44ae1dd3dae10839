import { addFallOff, addGrain, soften, withoutColour } from "../paint/camera.ts";
import { type Canvas, shade } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { cloud } from "../paint/noise.ts";
import { kind } from "../picture.ts";
import { hills, leaves, photoSize, portrait, street } from "./color-photos.ts";

/** Trunks that fade into fog. */
function fog(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [bark, mist] = [cloud(dice.whole(1, 1e6), 5), cloud(dice.whole(1, 1e6), 4)];
  const trunks = Array.from({ length: dice.whole(6, 14) }, () => ({
    x: dice.real(0, width),
    half: dice.real(6, 40),
    depth: dice.real(0.1, 0.85),
  })).sort((near, far) => near.depth - far.depth);
  return shade({ width, height }, (x, y) => {
    const air = 150 + 90 * mist(x / 220, y / 160) - 20 * (y / height);
    const trunk = trunks.find(({ x: at, half }) => Math.abs(x - at) < half * (0.8 + 0.5 * bark(3, y / 60)));
    const grey = trunk === undefined ? air : (25 + 60 * bark(x / 6, y / 30)) * (1 - trunk.depth) + air * trunk.depth;
    return [grey, grey, grey];
  });
}

/** A microscope's grains. */
function grains(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [form, fine] = [cloud(dice.whole(1, 1e6), 3), cloud(dice.whole(1, 1e6), 5)];
  const scale = dice.real(30, 90);
  return shade({ width, height }, (x, y) => {
    const ridge = 1 - Math.abs(form(x / scale, y / scale) * 2 - 1);
    const grey = 30 + 190 * ridge ** 3 + 60 * (fine(x / 8, y / 8) - 0.5);
    return [grey, grey, grey];
  });
}

const film = (name: string, scene: (dice: Dice) => Canvas) =>
  kind("mono-photo", name, (dice) => {
    const canvas = withoutColour(scene(dice));
    if (dice.chance(0.5)) addFallOff(canvas, dice, dice.real(0.1, 0.5));
    soften(canvas, 1);
    addGrain(canvas, dice, { sigma: dice.real(3, 12), isGrey: true });
    return { ...canvas, format: "jpeg" };
  });

export const MONO_PHOTOS = [
  film("hills", hills),
  film("street", street),
  film("leaves", leaves),
  film("portrait", portrait),
  film("fog", fog),
  film("grains", grains),
];
