import { type Canvas, fillBox, type Rgb } from "./canvas.ts";
import type { Dice } from "./dice.ts";
import { type Point, stroke } from "./strokes.ts";

type Glyph = readonly (readonly [Point, Point])[];

/** An invented alphabet: nobody's words, but ink, spaces and rhythm of print. */
export interface Script {
  readonly glyphs: readonly Glyph[];
  readonly dice: Dice;
}

const STOPS = [0, 0.5, 1] as const;

export function inventScript(dice: Dice): Script {
  const glyph = (): Glyph => {
    const corner = (): Point => [dice.one(STOPS), dice.one(STOPS)];
    const side = dice.one([0, 1]);
    const stem: readonly [Point, Point] = [
      [side, 0],
      [side, 1],
    ];
    const more = Array.from({ length: dice.whole(1, 3) }, (): readonly [Point, Point] => [corner(), corner()]);
    return [stem, ...more];
  };
  return { glyphs: Array.from({ length: 24 }, glyph), dice };
}

export type Type = { readonly size: number; readonly colour: Rgb; readonly weight?: number; readonly isHard?: boolean };
export type Line = { readonly x: number; readonly y: number; readonly width: number };

/** One line of words from the left to `width`; `size` is the height of a letter, hard type has no grey edges. */
export function writeLine(canvas: Canvas, { script, line }: { script: Script; line: Line }, type: Type): void {
  const advance = type.size * 0.78;
  let x = line.x;
  while (x + advance < line.x + line.width) {
    const letters = script.dice.whole(2, 9);
    for (let index = 0; index < letters && x + advance < line.x + line.width; index += 1, x += advance) {
      writeGlyph(canvas, { glyph: script.dice.one([[], ...script.glyphs.slice(1)]), x, y: line.y }, type);
    }
    x += advance * 0.8;
  }
}

type Placed = { readonly glyph: Glyph; readonly x: number; readonly y: number };

function writeGlyph(
  canvas: Canvas,
  { glyph, x, y }: Placed,
  { size, colour, weight = 0.14, isHard = false }: Type,
): void {
  const width = Math.max(isHard ? 1 : 1.1, size * weight);
  for (const [[x0, y0], [x1, y1]] of glyph) {
    const from: Point = [x + x0 * size * 0.55, y + y0 * size];
    const to: Point = [x + x1 * size * 0.55, y + y1 * size];
    if (isHard) hardStroke(canvas, [from, to], { colour, width });
    else stroke(canvas, [from, to], { colour, width });
  }
}

function hardStroke(canvas: Canvas, [from, to]: readonly [Point, Point], pen: { colour: Rgb; width: number }): void {
  const steps = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1])));
  const side = Math.round(pen.width);
  for (let step = 0; step <= steps; step += 1) {
    const [x, y] = [from[0] + ((to[0] - from[0]) * step) / steps, from[1] + ((to[1] - from[1]) * step) / steps];
    fillBox(canvas, { x: Math.round(x), y: Math.round(y), w: side, h: side }, pen.colour);
  }
}

export type Block = Line & { readonly height: number; readonly leading: number };

/** Lines below each other; the last of a paragraph is short. */
export function writeBlock(canvas: Canvas, { script, block }: { script: Script; block: Block }, type: Type): void {
  const { dice } = script;
  for (let y = block.y; y + type.size < block.y + block.height; y += block.leading) {
    const isLast = dice.chance(0.2);
    const width = isLast ? block.width * dice.real(0.3, 0.8) : block.width;
    writeLine(canvas, { script, line: { x: block.x, y, width } }, type);
    if (isLast && dice.chance(0.5)) y += block.leading * 0.6;
  }
}
