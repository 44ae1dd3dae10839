import { addFallOff, addGrain, soften } from "../paint/camera.ts";
import { blank, type Canvas, fillBox, type Rgb } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { inventScript, type Script, writeLine } from "../paint/script.ts";
import { type Kept, kind } from "../picture.ts";

type Till = { readonly canvas: Canvas; readonly script: Script; readonly size: number; readonly ink: Rgb };

function newTill(dice: Dice, ground: Rgb): Till {
  const width = dice.whole(380, 560);
  const height = Math.round(width * dice.real(2.5, 4.2));
  const ink: Rgb = dice.one([
    [40, 40, 45],
    [60, 58, 66],
    [25, 25, 25],
  ]);
  return { canvas: blank({ width, height }, ground), script: inventScript(dice), size: width / dice.real(24, 32), ink };
}

/** Goods at the left, prices at the right, line under line. */
function items({ canvas, script, size, ink }: Till, from: number, to: number): void {
  const { width } = canvas;
  const margin = width * 0.06;
  for (let y = from; y < to; y += size * 1.6) {
    const goods = { x: margin, y, width: width * script.dice.real(0.35, 0.62) };
    writeLine(canvas, { script, line: goods }, { size, colour: ink, weight: 0.16 });
    const price = { x: width * 0.76, y, width: width * 0.18 };
    writeLine(canvas, { script, line: price }, { size, colour: ink, weight: 0.16 });
  }
}

function heading({ canvas, script, size, ink }: Till): void {
  for (const y of [size * 2, size * 4.6]) {
    const line = { x: canvas.width * 0.2, y, width: canvas.width * 0.6 };
    writeLine(canvas, { script, line }, { size: size * 1.7, colour: ink, weight: 0.18 });
  }
}

function bars({ canvas, script, size, ink }: Till, y: number): void {
  for (let x = canvas.width * 0.15; x < canvas.width * 0.85; ) {
    const w = script.dice.whole(1, 4) * Math.max(1, Math.round(size / 9));
    fillBox(canvas, { x, y, w, h: size * 4 }, ink);
    x += w + script.dice.whole(1, 3) * Math.max(1, Math.round(size / 9));
  }
}

function supermarket(dice: Dice): Canvas {
  const till = newTill(dice, [244, 244, 242]);
  heading(till);
  items(till, till.size * 8, till.canvas.height - till.size * 10);
  bars(till, till.canvas.height - till.size * 7);
  return till.canvas;
}

/** A faded slip: pale ink on greyed paper. */
function faded(dice: Dice): Canvas {
  const till = {
    ...newTill(dice, [238, 237, 233]),
    ink: dice.one<Rgb>([
      [105, 104, 110],
      [90, 88, 100],
    ]),
  };
  heading(till);
  items(till, till.size * 8, till.canvas.height - till.size * 4);
  return till.canvas;
}

/** Groups of lines between rules, a total in large letters. */
function restaurant(dice: Dice): Canvas {
  const till = newTill(dice, [247, 246, 243]);
  const { canvas, script, size, ink } = till;
  heading(till);
  const part = (canvas.height - size * 16) / 3;
  for (let group = 0; group < 3; group += 1) {
    const top = size * 8 + group * part;
    fillBox(canvas, { x: canvas.width * 0.05, y: top - size, w: canvas.width * 0.9, h: 2 }, ink);
    items(till, top, top + part - size * 2);
  }
  const total = { x: canvas.width * 0.1, y: canvas.height - size * 6, width: canvas.width * 0.8 };
  writeLine(canvas, { script, line: total }, { size: size * 2, colour: ink, weight: 0.2 });
  return canvas;
}

/** A slip of a card reader: few, large lines. */
function card(dice: Dice): Canvas {
  const till = newTill(dice, [245, 245, 245]);
  const large = { ...till, size: till.size * 1.25 };
  items(large, large.size * 2, till.canvas.height * 0.45);
  bars(large, till.canvas.height * 0.47);
  items(large, till.canvas.height * 0.47 + large.size * 6, till.canvas.height - large.size * 3);
  return till.canvas;
}

/** Printed in the dense type of a ticket machine. */
function ticket(dice: Dice): Canvas {
  const till = newTill(dice, [242, 243, 244]);
  const { canvas, script, size, ink } = till;
  for (let y = size * 1.5; y < canvas.height - size * 2; y += size * 1.45) {
    const line = { x: canvas.width * 0.05, y, width: canvas.width * dice.real(0.7, 0.9) };
    writeLine(canvas, { script, line }, { size, colour: ink, weight: 0.17 });
  }
  return canvas;
}

const slip = (name: string, make: (dice: Dice) => Canvas) =>
  kind("receipt", name, (dice): Canvas & Kept => {
    const canvas = make(dice);
    soften(canvas, 1);
    addFallOff(canvas, dice, dice.real(0, 0.08));
    addGrain(canvas, dice, { sigma: dice.real(1, 3), isGrey: true });
    const camera = dice.chance(0.5) ? { camera: { make: "Orchard", model: "Phone 12" } } : {};
    return { ...canvas, format: "jpeg", ...camera };
  });

export const RECEIPTS = [
  slip("supermarket", supermarket),
  slip("faded", faded),
  slip("restaurant", restaurant),
  slip("card", card),
  slip("ticket", ticket),
];
