import { addGrain } from "../paint/camera.ts";
import { between, blank, type Canvas, shade } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { disc } from "../paint/strokes.ts";
import { type Kept, kind } from "../picture.ts";
import { hills, photoSize, sea, taken } from "./color-photos.ts";

/** A favicon's size: nothing to enhance. */
function speck(dice: Dice): Canvas & Kept {
  const side = dice.whole(4, 15);
  return { ...shade({ width: side, height: dice.whole(4, 60) }, () => dice.colour(0, 255)), format: "png" };
}

/** A bar that parts two paragraphs of a page. */
function divider(dice: Dice): Canvas & Kept {
  const [from, to, width] = [dice.colour(0, 255), dice.colour(0, 255), dice.whole(300, 1500)];
  return { ...shade({ width, height: dice.whole(2, 15) }, (x) => between(from, to, x / width)), format: "png" };
}

/** Almost nothing on a clear ground. */
function cleared(dice: Dice): Canvas & Kept {
  const canvas = blank({ width: dice.whole(60, 300), height: dice.whole(60, 300) }, [0, 0, 0], 0);
  disc(canvas, { x: 30, y: 30, radius: dice.real(2, 7) }, dice.colour(0, 255));
  return { ...canvas, format: "png" };
}

/** A lens cap, a blank wall: one tone and a little noise. */
function plain(dice: Dice): Canvas & Kept {
  const canvas = blank(photoSize(dice), dice.colour(20, 235));
  addGrain(canvas, dice, { sigma: dice.real(0, 1.2), isGrey: true });
  return { ...canvas, format: "png" };
}

/** Few frames of a moving picture. */
function moving(dice: Dice): Canvas & Kept {
  const frames = dice.whole(2, 4);
  const [width, height] = [dice.whole(120, 240), dice.whole(90, 180)];
  const canvas = blank({ width, height: height * frames }, dice.colour(0, 255));
  for (let frame = 0; frame < frames; frame += 1) {
    disc(canvas, { x: 20 + frame * 30, y: height * (frame + 0.5), radius: 18 }, dice.colour(0, 255));
  }
  return { ...canvas, format: "webp", frames };
}

/** A photo that carries a gain map for bright screens. */
function bright(dice: Dice): Canvas & Kept {
  const scene = dice.chance(0.5) ? hills(dice) : sea(dice);
  return { ...taken(scene, dice, 3), hasGainMap: true };
}

export const UNSAFE = [
  kind("unknown", "speck", speck),
  kind("unknown", "divider", divider),
  kind("unknown", "cleared", cleared),
  kind("unknown", "plain", plain),
  kind("unknown", "moving", moving),
  kind("unknown", "bright", bright),
];
