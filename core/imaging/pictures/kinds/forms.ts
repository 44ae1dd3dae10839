import { type Box, blank, type Canvas, fillBox, frameBox, type Rgb } from "../paint/canvas.ts";
import type { Dice } from "../paint/dice.ts";
import { inventScript, type Script, writeBlock, writeLine } from "../paint/script.ts";
import { kind } from "../picture.ts";
import { INK, PAPER, scanned, sheetSize } from "./pages.ts";

type Sheet = { readonly canvas: Canvas; readonly script: Script; readonly size: number; readonly tint: Rgb };

function newSheet(dice: Dice): Sheet {
  const tint: Rgb = dice.one([
    [205, 205, 205],
    [190, 192, 196],
    [214, 218, 222],
    [180, 180, 178],
  ]);
  return { canvas: blank(sheetSize(dice), PAPER), script: inventScript(dice), size: dice.real(11, 15), tint };
}

function label({ canvas, script, size }: Sheet, box: Box): void {
  writeLine(canvas, { script, line: { x: box.x + 6, y: box.y + 6, width: box.w - 12 } }, { size, colour: INK });
}

function text({ canvas, script, size }: Sheet, box: Box): void {
  const block = { x: box.x, y: box.y, width: box.w, height: box.h, leading: size * 1.6 };
  writeBlock(canvas, { script, block }, { size, colour: INK });
}

/** Shaded title bars with rows of text and fields below each. */
function application(dice: Dice): Canvas {
  const sheet = newSheet(dice);
  const { width, height } = sheet.canvas;
  const part = height / dice.whole(4, 6);
  for (let y = height * 0.04; y + part * 0.9 < height; y += part) {
    const bar = { x: width * 0.06, y, w: width * 0.88, h: dice.real(0.2, 0.3) * part };
    fillBox(sheet.canvas, bar, sheet.tint);
    label(sheet, bar);
    text(sheet, { ...bar, y: y + bar.h + 10, h: part * 0.66 - 10 });
  }
  return sheet.canvas;
}

/** A table in which every other row is shaded. */
function invoice(dice: Dice): Canvas {
  const sheet = newSheet(dice);
  const { width, height } = sheet.canvas;
  text(sheet, { x: width * 0.08, y: height * 0.05, w: width * 0.84, h: height * 0.2 });
  const row = height * dice.real(0.03, 0.045);
  for (let y = height * 0.28, index = 0; y < height * 0.9; y += row, index += 1) {
    const box = { x: width * 0.08, y, w: width * 0.84, h: row };
    if (index % 2 === 0) fillBox(sheet.canvas, box, sheet.tint);
    for (const share of [0, 0.5, 0.8]) label(sheet, { ...box, x: box.x + share * box.w, w: box.w * 0.2 });
    if (index % 2 === 1) label(sheet, box);
  }
  return sheet.canvas;
}

/** Boxes to fill in on a shaded ground, explained below. */
function questionnaire(dice: Dice): Canvas {
  const sheet = newSheet(dice);
  const { canvas } = sheet;
  const { width, height } = canvas;
  for (let y = height * 0.05; y < height * 0.85; y += height * 0.23) {
    const panel = { x: width * 0.07, y, w: width * 0.86, h: height * 0.09 };
    fillBox(canvas, panel, sheet.tint);
    for (let index = 0; index < 3; index += 1) {
      const field = {
        x: panel.x + panel.w * (0.03 + index * 0.33),
        y: y + panel.h * 0.45,
        w: panel.w * 0.28,
        h: panel.h * 0.42,
      };
      fillBox(canvas, field, PAPER);
      frameBox(canvas, field, { colour: INK, width: 2 });
      label(sheet, { ...field, y: y + 2 });
    }
    text(sheet, { x: panel.x, y: y + panel.h + 12, w: panel.w, h: height * 0.11 });
  }
  return canvas;
}

/** A shaded column of notes beside the text. */
function sideColumn(dice: Dice): Canvas {
  const sheet = newSheet(dice);
  const { width, height } = sheet.canvas;
  const isLeft = dice.chance(0.5);
  const panel = { x: isLeft ? width * 0.05 : width * 0.7, y: height * 0.06, w: width * 0.25, h: height * 0.86 };
  fillBox(sheet.canvas, panel, sheet.tint);
  for (let y = panel.y + 10; y < panel.y + panel.h - 60; y += height * 0.14) label(sheet, { ...panel, y });
  text(sheet, { x: isLeft ? width * 0.34 : width * 0.06, y: panel.y, w: width * 0.6, h: panel.h });
  return sheet.canvas;
}

/** A bank's slip: shaded cells in a ruled grid, text under it. */
function transfer(dice: Dice): Canvas {
  const sheet = newSheet(dice);
  const { canvas } = sheet;
  const { width, height } = canvas;
  for (let row = 0; row < 5; row += 1) {
    for (let column = 0; column < 2; column += 1) {
      const cell = {
        x: width * (0.06 + column * 0.45),
        y: height * (0.05 + row * 0.09),
        w: width * 0.43,
        h: height * 0.075,
      };
      if ((row + column) % 2 === 0) fillBox(canvas, cell, sheet.tint);
      frameBox(canvas, cell, { colour: INK, width: 1 });
      label(sheet, cell);
    }
  }
  text(sheet, { x: width * 0.06, y: height * 0.54, w: width * 0.88, h: height * 0.4 });
  return canvas;
}

const form = (name: string, make: (dice: Dice) => Canvas) =>
  kind("form-scan", name, (dice) => scanned(make(dice), dice));

export const FORMS = [
  form("application", application),
  form("invoice", invoice),
  form("questionnaire", questionnaire),
  form("side-column", sideColumn),
  form("transfer", transfer),
];
