import { addFallOff, addGrain, soften } from "../paint/camera.ts";
import { between, blank, type Canvas, type Rgb, scaled, shade } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { bumps, cloud } from "../paint/noise.ts";
import { disc } from "../paint/strokes.ts";
import { type Kept, kind } from "../picture.ts";

type Camera = { readonly make: string; readonly model: string };

const CAMERAS: readonly [Camera, ...Camera[]] = [
  { make: "Orchard", model: "Phone 12" },
  { make: "Nordlicht", model: "N5" },
];

/** Common sizes of photos, kept small so that many can be made. */
export function photoSize(dice: Dice): { width: number; height: number } {
  const long = dice.whole(800, 1300);
  const short = Math.round(long / dice.one([1.33, 1.5, 1.78]));
  return dice.chance(0.7) ? { width: long, height: short } : { width: short, height: long };
}

/** As it leaves a camera: a little blur, noise, and mostly the camera's name. */
export function taken(canvas: Canvas, dice: Dice, sigma: number): Canvas & Kept {
  soften(canvas, 1);
  addGrain(canvas, dice, { sigma, isGrey: false });
  const camera = dice.chance(0.6) ? { camera: dice.one(CAMERAS) } : {};
  return { ...canvas, format: "jpeg", ...camera };
}

/** Hills one behind the other under a clouded sky. */
export function hills(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [sky, ridge, ground] = [
    cloud(dice.whole(1, 1e6), 5),
    cloud(dice.whole(1, 1e6), 4),
    cloud(dice.whole(1, 1e6), 5),
  ];
  const [high, low]: [Rgb, Rgb] = dice.chance(0.5)
    ? [
        [60, 110, 190],
        [190, 215, 235],
      ]
    : [
        [120, 90, 140],
        [245, 180, 120],
      ];
  const grass: Rgb = dice.one([
    [70, 110, 45],
    [140, 120, 60],
    [60, 90, 70],
  ]);
  const horizon = dice.real(0.35, 0.6);
  return shade({ width, height }, (x, y) => {
    const [u, v] = [x / height, y / height];
    for (let layer = 3; layer >= 0; layer -= 1) {
      const top = horizon + (3 - layer) * 0.13 - (ridge(u * (1.5 + layer), layer * 17) - 0.4) * 0.3;
      const isFront =
        layer === 0 || v < horizon + (4 - layer) * 0.13 - (ridge(u * (0.5 + layer), layer * 17 - 17) - 0.4) * 0.3;
      if (v > top && isFront) return between(scaled(grass, 0.5 + ground(u * 40, v * 60)), low, layer * 0.22);
    }
    return between(between(high, low, v / horizon), [240, 240, 240], Math.max(0, sky(u * 3, v * 6) * 1.8 - 0.8));
  });
}

/** Round things on a table, lit from one side. */
export function fruit(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const wood = cloud(dice.whole(1, 1e6), 4);
  const tone: Rgb = dice.one([
    [150, 100, 60],
    [190, 170, 140],
    [90, 70, 60],
  ]);
  const canvas = shade({ width, height }, (x, y) => scaled(tone, 0.6 + 0.7 * wood(x / 9, y / 160)));
  for (let count = dice.whole(4, 9); count > 0; count -= 1) {
    const ball = { x: dice.real(0, width), y: dice.real(0.2, 1) * height, radius: dice.real(0.1, 0.24) * height };
    disc(
      canvas,
      { ...ball, x: ball.x + ball.radius * 0.3, y: ball.y + ball.radius * 0.4, soft: ball.radius * 0.8, strength: 0.6 },
      [20, 15, 10],
    );
    paintBall(canvas, ball, {
      skin: dice.one([
        [200, 50, 40],
        [220, 150, 40],
        [120, 150, 50],
        [110, 50, 90],
      ]),
      key: dice.whole(1, 1e6),
    });
  }
  return canvas;
}

type Ball = { readonly x: number; readonly y: number; readonly radius: number };

function paintBall(canvas: Canvas, { x, y, radius }: Ball, { skin, key }: { skin: Rgb; key: number }): void {
  const spots = cloud(key, 4);
  for (let row = Math.floor(y - radius); row <= y + radius; row += 1) {
    for (let column = Math.floor(x - radius); column <= x + radius; column += 1) {
      const [dx, dy] = [(column - x) / radius, (row - y) / radius];
      const depth = 1 - dx * dx - dy * dy;
      if (depth < 0) continue;
      const light = Math.max(0.15, 0.6 * Math.sqrt(depth) - 0.4 * dx - 0.5 * dy);
      const shine = light > 1 ? (light - 1) * 4 : 0;
      disc(
        canvas,
        { x: column, y: row, radius: 0.5, soft: 0.5 },
        between(scaled(skin, light + 0.3 * spots(dx * 9, dy * 9)), [255, 250, 240], Math.min(1, shine)),
      );
    }
  }
}

/** House fronts with windows, plaster and sky. */
export function street(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [plaster, sky] = [cloud(dice.whole(1, 1e6), 5), cloud(dice.whole(1, 1e6), 4)];
  const span = width / dice.whole(3, 6);
  const fronts = Array.from({ length: 7 }, () => ({
    wall: dice.one<Rgb>([
      [200, 170, 130],
      [170, 90, 70],
      [180, 180, 170],
      [120, 140, 160],
      [220, 200, 110],
    ]),
    top: dice.real(0.1, 0.4) * height,
    pane: dice.real(0.06, 0.1) * height,
  }));
  return shade({ width, height }, (x, y) => {
    const front = fronts[Math.floor(x / span)] ?? fronts[0];
    const grit = 0.65 + 0.6 * plaster(x / 12, y / 12);
    if (y > height * 0.85) return scaled([95, 92, 90], grit);
    if (front === undefined || y < front.top) return between([90, 140, 210], [235, 238, 240], sky(x / 200, y / 110));
    const isPane =
      (x % span) % (front.pane * 1.6) < front.pane * 0.8 && (y - front.top) % (front.pane * 2) > front.pane * 0.7;
    return isPane ? scaled([60, 75, 95], 0.4 + sky(x / 20, y / 30) * 1.3) : scaled(front.wall, grit);
  });
}

/** Leaves, close, with blossoms between them. */
export function leaves(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [form, light] = [cloud(dice.whole(1, 1e6), 6), bumps(dice.whole(1, 1e6))];
  const scale = dice.real(20, 60);
  const canvas = shade({ width, height }, (x, y) =>
    between(
      [15, 40, 10],
      [150, 200, 70],
      Math.max(0, form(x / scale, y / scale) * 1.7 - 0.35) * (0.5 + light(x / 200, y / 200)),
    ),
  );
  const petal: Rgb = dice.one([
    [230, 60, 90],
    [240, 220, 80],
    [200, 180, 240],
  ]);
  for (let count = dice.whole(5, 25); count > 0; count -= 1) {
    const [x, y, radius] = [dice.real(0, width), dice.real(0, height), dice.real(6, 20)];
    for (let turn = 0; turn < 5; turn += 1) {
      const at = { x: x + Math.cos(turn * 1.257) * radius, y: y + Math.sin(turn * 1.257) * radius };
      disc(canvas, { ...at, radius: radius * 0.8, soft: 4, strength: 0.9 }, scaled(petal, dice.real(0.7, 1.05)));
    }
  }
  return canvas;
}

/** A head before a background that is out of focus. */
export function portrait(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const canvas = blank(
    { width, height },
    dice.one([
      [60, 80, 60],
      [120, 100, 90],
      [70, 90, 130],
    ]),
  );
  for (let count = 60; count > 0; count -= 1) {
    const spot = {
      x: dice.real(0, width),
      y: dice.real(0, height),
      radius: dice.real(20, 110),
      soft: 14,
      strength: 0.35,
    };
    disc(canvas, spot, dice.colour(40, 230));
  }
  const [skin, pore]: [Rgb, ReturnType<typeof cloud>] = [
    dice.one([
      [224, 172, 140],
      [141, 85, 60],
      [190, 130, 95],
    ]),
    cloud(dice.whole(1, 1e6), 5),
  ];
  const [midX, midY, tall] = [width * dice.real(0.4, 0.6), height * 0.48, height * dice.real(0.25, 0.33)];
  const shirt = dice.colour(30, 200);
  return shade({ width, height }, (x, y) => {
    const [dx, dy] = [(x - midX) / (tall * 0.72), (y - midY) / tall];
    const texture = 0.75 + 0.5 * pore(x / 14, y / 14);
    if (dx * dx + dy * dy < 1) return scaled(skin, (0.95 - 0.35 * dx) * texture);
    if (dx * dx + (dy + 0.25) ** 2 < 1.35) return scaled([50, 35, 25], 0.5 + 1.2 * pore(x / 3, y / 40));
    if (dy > 0.9 && Math.abs(dx) < 0.5 + (dy - 0.9) * 2.2) return scaled(shirt, texture * (1 - 0.2 * dx));
    const at = (y * width + x) * 4;
    return [canvas.rgba[at] ?? 0, canvas.rgba[at + 1] ?? 0, canvas.rgba[at + 2] ?? 0];
  });
}

/** Waves under a low sun. */
export function sea(dice: Dice): Canvas {
  const { width, height } = photoSize(dice);
  const [wave, sky] = [cloud(dice.whole(1, 1e6), 5), cloud(dice.whole(1, 1e6), 4)];
  const [sunX, horizon] = [dice.real(0.2, 0.8) * width, dice.real(0.3, 0.55)];
  const warm: Rgb = dice.one([
    [250, 170, 90],
    [250, 220, 180],
    [230, 130, 110],
  ]);
  return shade({ width, height }, (x, y) => {
    const v = y / height;
    const near = Math.exp(-(((x - sunX) / width) ** 2) * 12);
    if (v < horizon)
      return between(
        between([70, 100, 150], warm, (v / horizon) * (0.4 + 0.6 * near)),
        [235, 225, 220],
        sky(x / 160, y / 40) * 0.4,
      );
    const depth = (v - horizon) / (1 - horizon);
    const glint = wave((x / width) * (60 - 40 * depth), 30 / (depth + 0.1) + depth * 20);
    return between([25, 60, 85], warm, Math.max(0, glint * 1.6 - 0.6) * (0.3 + near));
  });
}

const photo = (name: string, scene: (dice: Dice) => Canvas) =>
  kind("color-photo", name, (dice) => {
    const canvas = scene(dice);
    if (dice.chance(0.4)) addFallOff(canvas, dice, dice.real(0.1, 0.4));
    return taken(canvas, dice, dice.real(2, 7));
  });

export const COLOR_PHOTOS = [
  photo("hills", hills),
  photo("fruit", fruit),
  photo("street", street),
  photo("leaves", leaves),
  photo("portrait", portrait),
  photo("sea", sea),
];
