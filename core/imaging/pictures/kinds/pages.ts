import { addFallOff, addGrain, soften } from "../paint/camera.ts";
import { blank, type Canvas, fillBox, frameBox, type Rgb } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { inventScript, writeBlock, writeLine } from "../paint/script.ts";
import { type Point, path, stroke } from "../paint/strokes.ts";
import { type Kept, kind } from "../picture.ts";

/** A4 or Letter at 100 to 150 dots an inch. */
export function sheetSize(dice: Dice): { width: number; height: number } {
  const width = dice.whole(850, 1240);
  return { width, height: Math.round(width * dice.one([11 / 8.5, Math.SQRT2])) };
}

/** As a flatbed scanner returns a sheet: soft edges, uneven light, noise. */
export function scanned(canvas: Canvas, dice: Dice): Canvas & Kept {
  soften(canvas, 1);
  addFallOff(canvas, dice, dice.real(0, 0.06));
  addGrain(canvas, dice, { sigma: dice.real(1, 3), isGrey: true });
  return { ...canvas, format: dice.one(["jpeg", "png"]) };
}

export const PAPER: Rgb = [246, 245, 242];
export const INK: Rgb = [38, 37, 40];

function column(dice: Dice): Canvas {
  const { width, height } = sheetSize(dice);
  const canvas = blank({ width, height }, PAPER);
  const script = inventScript(dice);
  const margin = width * dice.real(0.08, 0.13);
  const size = dice.real(12, 17);
  writeLine(canvas, { script, line: { x: margin, y: margin, width: width * 0.5 } }, { size: size * 1.8, colour: INK });
  const block = {
    x: margin,
    y: margin + size * 4,
    width: width - 2 * margin,
    height: height - 2.6 * margin,
    leading: size * 1.7,
  };
  writeBlock(canvas, { script, block }, { size, colour: INK });
  return canvas;
}

/** Two columns with a ruled table between the paragraphs. */
function article(dice: Dice): Canvas {
  const { width, height } = sheetSize(dice);
  const canvas = blank({ width, height }, PAPER);
  const script = inventScript(dice);
  const [margin, size] = [width * 0.08, dice.real(11, 14)];
  for (const x of [margin, width * 0.53]) {
    const block = { x, y: margin, width: width * 0.39, height: height * dice.real(0.5, 0.85), leading: size * 1.6 };
    writeBlock(canvas, { script, block }, { size, colour: INK });
  }
  const table = { x: margin, y: height * 0.78, w: width - 2 * margin, h: height * 0.15 };
  frameBox(canvas, table, { colour: INK, width: 2 });
  for (let row = 1; row < 5; row += 1) fillBox(canvas, { ...table, y: table.y + (row * table.h) / 5, h: 1 }, INK);
  return canvas;
}

/** Typed letter on a sheet that was sent by fax: two tones, hard edges. */
function fax(dice: Dice): Canvas & Kept {
  const canvas = blank({ width: 1216, height: dice.whole(1560, 1720) }, [255, 255, 255]);
  const script = inventScript(dice);
  const size = dice.real(18, 24);
  const block = { x: 120, y: 160, width: 980, height: canvas.height - 320, leading: size * 1.8 };
  writeBlock(canvas, { script, block }, { size, colour: [0, 0, 0], isHard: true });
  for (let count = dice.whole(0, 60); count > 0; count -= 1) {
    fillBox(
      canvas,
      { x: dice.whole(0, 1215), y: dice.whole(0, canvas.height), w: dice.whole(1, 3), h: dice.whole(1, 3) },
      [0, 0, 0],
    );
  }
  return { ...canvas, format: "png" };
}

/** Lines of a pen on white paper. */
function penDrawing(dice: Dice): Canvas & Kept {
  const canvas = blank({ width: dice.whole(900, 1300), height: dice.whole(800, 1200) }, [255, 255, 255]);
  const width = dice.real(2, 5);
  for (let count = dice.whole(10, 22); count > 0; count -= 1) {
    let [x, y] = [dice.real(0.1, 0.9) * canvas.width, dice.real(0.1, 0.9) * canvas.height];
    let turn = dice.real(0, 6.28);
    const points: Point[] = Array.from({ length: dice.whole(20, 60) }, () => {
      turn += dice.real(-0.4, 0.4);
      x += Math.cos(turn) * 12;
      y += Math.sin(turn) * 12;
      return [x, y] as const;
    });
    path(canvas, points, { colour: [15, 15, 15], width });
  }
  return { ...canvas, format: "png" };
}

/** A plan: straight walls, doors and measures. */
function plan(dice: Dice): Canvas & Kept {
  const canvas = blank({ width: dice.whole(1000, 1500), height: dice.whole(900, 1100) }, [255, 255, 255]);
  const { width, height } = canvas;
  const script = inventScript(dice);
  frameBox(canvas, { x: 60, y: 60, w: width - 120, h: height - 120 }, { colour: [0, 0, 0], width: 8 });
  for (let count = dice.whole(4, 9); count > 0; count -= 1) {
    const [x, y] = [dice.whole(100, width - 100), dice.whole(100, height - 100)];
    if (dice.chance(0.5)) fillBox(canvas, { x, y: 60, w: 6, h: y - 60 }, [0, 0, 0]);
    else fillBox(canvas, { x: 60, y, w: x - 60, h: 6 }, [0, 0, 0]);
    stroke(
      canvas,
      [
        [x, y],
        [x + 60, y - 60],
      ],
      { colour: [0, 0, 0], width: 2 },
    );
    writeLine(canvas, { script, line: { x: x - 60, y: y + 20, width: 120 } }, { size: 16, colour: [0, 0, 0] });
  }
  return { ...canvas, format: "png" };
}

/** A page set by a program: pure white, soft letters, no noise. */
function printed(dice: Dice): Canvas & Kept {
  const { width, height } = sheetSize(dice);
  const canvas = blank({ width, height }, [255, 255, 255]);
  const script = inventScript(dice);
  const size = dice.real(13, 17);
  const block = {
    x: width * 0.12,
    y: height * 0.1,
    width: width * 0.76,
    height: height * 0.8,
    leading: size * dice.real(1.8, 2.4),
  };
  writeBlock(canvas, { script, block }, { size, colour: [0, 0, 0], weight: 0.1 });
  return { ...canvas, format: "png" };
}

export const PAGES = [
  kind("binary-scan", "column", (dice) => scanned(column(dice), dice)),
  kind("binary-scan", "article", (dice) => scanned(article(dice), dice)),
  kind("binary-scan", "fax", fax),
  kind("binary-scan", "pen-drawing", penDrawing),
  kind("binary-scan", "plan", plan),
  kind("binary-scan", "printed", printed),
];
