import { type Box, blank, type Canvas, fillBox, frameBox, type Rgb } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { inventScript, type Script, writeBlock, writeLine } from "../paint/script.ts";
import { type Kept, kind } from "../picture.ts";

type Desk = { readonly canvas: Canvas; readonly script: Script; readonly size: number; readonly isDark: boolean };

function newDesk(dice: Dice): Desk {
  const [width, height] = dice.one<readonly [number, number]>([
    [1280, 800],
    [1024, 640],
    [1440, 900],
  ]);
  const isDark = dice.chance(0.4);
  const canvas = blank({ width, height }, isDark ? [30, 30, 34] : [255, 255, 255]);
  return { canvas, script: inventScript(dice), size: dice.real(10, 13), isDark };
}

const inkOf = ({ isDark }: Desk): Rgb => (isDark ? [220, 220, 224] : [30, 30, 34]);
const barOf = ({ isDark }: Desk): Rgb => (isDark ? [48, 48, 54] : [236, 236, 238]);

function write(desk: Desk, box: Box, colour = inkOf(desk)): void {
  const block = { x: box.x, y: box.y, width: box.w, height: box.h, leading: desk.size * 1.55 };
  writeBlock(desk.canvas, { script: desk.script, block }, { size: desk.size, colour });
}

function titleBar(desk: Desk): void {
  fillBox(desk.canvas, { x: 0, y: 0, w: desk.canvas.width, h: 28 }, barOf(desk));
  const lights: readonly Rgb[] = [
    [255, 95, 86],
    [255, 189, 46],
    [39, 201, 63],
  ];
  for (const [index, colour] of lights.entries())
    fillBox(desk.canvas, { x: 10 + index * 20, y: 8, w: 12, h: 12 }, colour);
}

/** An editor: numbers at the left, lines of code in several colours. */
function editor(dice: Dice): Canvas {
  const desk = newDesk(dice);
  const { canvas, script, size } = desk;
  titleBar(desk);
  fillBox(canvas, { x: 0, y: 28, w: 200, h: canvas.height }, barOf(desk));
  write(desk, { x: 12, y: 40, w: 170, h: canvas.height - 60 });
  const shades: readonly [Rgb, ...Rgb[]] = [inkOf(desk), [180, 90, 190], [90, 150, 220], [110, 160, 90]];
  for (let y = 40; y < canvas.height - 20; y += size * 1.6) {
    if (dice.chance(0.08)) continue;
    let x = 216 + dice.whole(0, 4) * 20;
    for (let part = dice.whole(2, 7); part > 0; part -= 1) {
      const width = dice.real(50, 170);
      writeLine(canvas, { script, line: { x, y, width } }, { size, colour: dice.one(shades) });
      x += width + 6;
    }
  }
  return canvas;
}

/** A terminal full of output. */
function terminal(dice: Dice): Canvas {
  const desk = newDesk(dice);
  const dark = { ...desk, isDark: true, canvas: blank(desk.canvas, [16, 16, 20]) };
  titleBar(dark);
  const colour: Rgb = dice.one([
    [210, 210, 210],
    [120, 230, 120],
    [230, 200, 130],
  ]);
  write(dark, { x: 8, y: 36, w: dark.canvas.width * dice.real(0.75, 0.97), h: dark.canvas.height - 44 }, colour);
  return dark.canvas;
}

/** A sheet of cells with a toolbar. */
function spreadsheet(dice: Dice): Canvas {
  const desk = newDesk(dice);
  const { canvas, size } = desk;
  titleBar(desk);
  const row = size * 1.7;
  const across = dice.whole(8, 14);
  for (let y = 60; y < canvas.height; y += row) {
    fillBox(canvas, { x: 0, y, w: canvas.width, h: 1 }, barOf(desk));
    for (let column = 0; column < across; column += 1) {
      const cell = { x: (column * canvas.width) / across + 4, y: y + 3, w: canvas.width / across - 10, h: row };
      writeLine(
        canvas,
        { script: desk.script, line: { x: cell.x, y: cell.y, width: cell.w } },
        { size, colour: inkOf(desk) },
      );
    }
  }
  for (let column = 0; column < across; column += 1)
    fillBox(canvas, { x: (column * canvas.width) / across, y: 60, w: 1, h: canvas.height }, barOf(desk));
  return canvas;
}

/** A page of the web: heading, side list, text, buttons. */
function webPage(dice: Dice): Canvas {
  const desk = newDesk(dice);
  const { canvas, script, size } = desk;
  const accent = dice.colour(20, 180);
  fillBox(canvas, { x: 0, y: 0, w: canvas.width, h: 52 }, accent);
  writeLine(canvas, { script, line: { x: 24, y: 16, width: 400 } }, { size: 18, colour: [255, 255, 255] });
  fillBox(canvas, { x: 24, y: 76, w: 220, h: canvas.height - 100 }, barOf(desk));
  write(desk, { x: 36, y: 90, w: 190, h: canvas.height - 130 });
  writeLine(canvas, { script, line: { x: 270, y: 80, width: 500 } }, { size: size * 2, colour: inkOf(desk) });
  write(desk, { x: 270, y: 80 + size * 4, w: canvas.width - 310, h: canvas.height - 190 });
  fillBox(canvas, { x: 270, y: canvas.height - 60, w: 110, h: 32 }, accent);
  return canvas;
}

/** Panes of mail: folders, list, letter. */
function mail(dice: Dice): Canvas {
  const desk = newDesk(dice);
  const { canvas } = desk;
  titleBar(desk);
  const { width, height } = canvas;
  fillBox(canvas, { x: 0, y: 28, w: width * 0.16, h: height }, barOf(desk));
  write(desk, { x: 12, y: 44, w: width * 0.13, h: height * 0.8 });
  for (let y = 40; y < height - 50; y += 64) {
    const item = { x: width * 0.17, y, w: width * 0.25, h: 60 };
    if (dice.chance(0.15)) fillBox(canvas, item, [70, 120, 220]);
    frameBox(canvas, item, { colour: barOf(desk), width: 1 });
    write(desk, { x: item.x + 8, y: y + 6, w: item.w - 16, h: 56 });
  }
  write(desk, { x: width * 0.44, y: 50, w: width * 0.53, h: height - 80 });
  return canvas;
}

/** Text boxes left and right in turn, as phones show talk. */
function chat(dice: Dice): Canvas {
  const canvas = blank({ width: 750, height: 1334 }, [255, 255, 255]);
  const desk: Desk = { canvas, script: inventScript(dice), size: dice.real(15, 19), isDark: false };
  const accent: Rgb = dice.one([
    [40, 120, 250],
    [50, 190, 90],
  ]);
  for (let y = 40; y < 1260; ) {
    const isMine = dice.chance(0.5);
    const box = { x: isMine ? 180 : 20, y, w: 550, h: dice.whole(2, 5) * desk.size * 1.6 + 14 };
    fillBox(canvas, box, isMine ? accent : [232, 232, 236]);
    write(desk, { x: box.x + 14, y: y + 8, w: box.w - 28, h: box.h - 8 }, isMine ? [255, 255, 255] : [20, 20, 20]);
    y += box.h + 14;
  }
  return canvas;
}

const screen = (name: string, make: (dice: Dice) => Canvas, hintShare = 0) =>
  kind("screenshot", name, (dice): Canvas & Kept => {
    const canvas = make(dice);
    return { ...canvas, format: "png", ...(dice.chance(hintShare) ? { comment: "Screenshot" } : {}) };
  });

export const SCREENS = [
  screen("editor", editor),
  screen("terminal", terminal),
  screen("spreadsheet", spreadsheet),
  screen("web-page", webPage, 0.5),
  screen("mail", mail),
  screen("chat", chat, 1),
];
