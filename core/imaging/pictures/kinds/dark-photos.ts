import { between, type Canvas, type Rgb, scaled, shade } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { bumps, cloud } from "../paint/noise.ts";
import { disc, path } from "../paint/strokes.ts";
import { kind } from "../picture.ts";
import { photoSize, taken } from "./color-photos.ts";

/** Lamps and lit windows at night. */
function nightStreet(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const wall = cloud(dice.whole(1, 1e6), 4);
  const canvas = shade({ width, height }, (x, y) =>
    scaled([58, 38, 18], 0.3 + wall(x / 30, y / 30) + (y / height) * 0.4),
  );
  for (let count = dice.whole(5, 14); count > 0; count -= 1) {
    const at = { x: dice.real(0, width), y: dice.real(0.1, 0.8) * height };
    const lamp: Rgb = dice.one([
      [255, 190, 90],
      [255, 230, 180],
      [180, 210, 255],
    ]);
    disc(canvas, { ...at, radius: 30, soft: dice.real(60, 150), strength: 0.25 }, lamp);
    disc(canvas, { ...at, radius: dice.real(4, 9), soft: 4 }, lamp);
  }
  return canvas;
}

/** A fire and those whom it lights. */
function campfire(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [flame, ground] = [cloud(dice.whole(1, 1e6), 5), cloud(dice.whole(1, 1e6), 5)];
  const [midX, base, size] = [dice.real(0.35, 0.65) * width, height * 0.75, height * dice.real(0.12, 0.2)];
  return shade({ width, height }, (x, y) => {
    const [dx, dy] = [(x - midX) / size, (base - y) / size];
    const near = Math.exp(-Math.hypot(dx, dy) * 0.55);
    const dim = scaled([120, 70, 35], (0.1 + near * 0.9) * (0.4 + ground(x / 18, y / 12)));
    const heat = dy < 0 || dy > 2 ? 0 : flame(x / 18, y / 30 + 9) * 2 - 0.5 - Math.abs(dx) * 0.9 - dy * 0.3;
    return heat > 0 ? between([250, 110, 20], [255, 240, 170], Math.min(1, heat * 1.4)) : dim;
  });
}

/** The sky of a clear night over a black ridge. */
function stars(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [band, ridge] = [cloud(dice.whole(1, 1e6), 5), cloud(dice.whole(1, 1e6), 3)];
  const tilt = dice.real(-0.6, 0.6);
  const canvas = shade({ width, height }, (x, y) => {
    if (y > height * (0.95 - 0.25 * ridge(x / 150, 3))) return [6, 7, 9];
    const away = ((y - height * 0.4 - (x - width / 2) * tilt) / height) ** 2;
    return scaled([42, 46, 78], 0.35 + 1.1 * Math.exp(-away * 14) * band(x / 60, y / 60));
  });
  for (let count = dice.whole(300, 900); count > 0; count -= 1) {
    const star = { x: dice.real(0, width), y: dice.real(0, 0.7) * height, radius: dice.real(0.3, 1.2) };
    disc(canvas, { ...star, strength: dice.real(0.3, 1) }, dice.colour(150, 255));
  }
  return canvas;
}

/** Beams of coloured light over a crowd. */
function concert(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [haze, crowd] = [cloud(dice.whole(1, 1e6), 4), bumps(dice.whole(1, 1e6))];
  const beams = Array.from({ length: dice.whole(2, 4) }, () => ({
    x: dice.real(0, width),
    lean: dice.real(-0.7, 0.7),
    light: dice.one<Rgb>([
      [200, 40, 160],
      [50, 80, 240],
      [240, 120, 30],
      [40, 200, 140],
    ]),
  }));
  return shade({ width, height }, (x, y) => {
    if (y > height * (0.72 + 0.1 * crowd(x / 24, 1))) return [9, 8, 12];
    let colour: Rgb = [16, 13, 22];
    for (const { x: from, lean, light } of beams) {
      const away = Math.abs(x - from - lean * y) / (14 + y * 0.12);
      if (away < 1) colour = between(colour, light, (1 - away) * 0.7 * (0.3 + haze(x / 70, y / 70)) * (1 - y / height));
    }
    return scaled(colour, 0.7 + 0.6 * haze(x / 20, y / 20));
  });
}

/** A dark room with light that falls through one window. */
function room(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const wall = cloud(dice.whole(1, 1e6), 5);
  const [left, top, size] = [dice.real(0.1, 0.6) * width, dice.real(0.1, 0.3) * height, height * dice.real(0.18, 0.28)];
  return shade({ width, height }, (x, y) => {
    const isPane = x > left && x < left + size && y > top && y < top + size * 1.3 && (x - left) % (size / 2) > 6;
    if (isPane) return scaled([190, 205, 215], 0.7 + 0.4 * wall(x / 60, y / 60));
    const spill = Math.exp(-Math.hypot(x - left - size * 0.8, y - top - size * 2) / (height * 0.25));
    return scaled([70, 52, 40], (0.25 + spill) * (0.4 + wall(x / 25, y / 25)));
  });
}

/** Trails of cars below a night sky. */
function trails(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const ground = cloud(dice.whole(1, 1e6), 4);
  const canvas = shade({ width, height }, (x, y) =>
    scaled([22, 26, 44], 0.4 + ground(x / 40, y / 24) * (1.2 - y / height)),
  );
  for (let count = dice.whole(6, 14); count > 0; count -= 1) {
    const light: Rgb = dice.one([
      [240, 60, 40],
      [255, 240, 200],
    ]);
    const [bend, start] = [dice.real(-0.4, 0.4), dice.real(0.5, 0.95) * height];
    const points = Array.from(
      { length: 20 },
      (_, step) => [(step / 19) * width, start - bend * height * (step / 19) ** 2] as const,
    );
    path(canvas, points, { colour: light, width: dice.real(1, 4) });
  }
  return canvas;
}

const night = (name: string, scene: (dice: Dice) => Canvas) =>
  kind("dark-photo", name, (dice) => taken(scene(dice), dice, dice.real(3, 8)));

export const DARK_PHOTOS = [
  night("night-street", nightStreet),
  night("campfire", campfire),
  night("stars", stars),
  night("concert", concert),
  night("room", room),
  night("trails", trails),
];
