import type { ChartTheme } from "../drawing/chart-theme.ts";
import type { PaintedDrawing } from "../frame/drawing.ts";

interface PictureText {
  question: string;
  summary: string;
  provenance: string;
}

const MARGIN = 24;
const SCALE = 2;

/** H-45: the drawing with its question, sentence, filters, n, ids and date in one PNG. */
export function chartPicture(drawing: PaintedDrawing, text: PictureText, theme: ChartTheme): Promise<Blob | null> {
  const picture = document.createElement("canvas");
  const pen = picture.getContext("2d");
  if (pen === null) return Promise.resolve(null);
  const { family } = theme.font;
  const summaryFont = `12px ${family}`;
  pen.font = summaryFont;
  const lines = wrap(pen, text.summary, drawing.width);
  const head = 34 + lines.length * 16 + 24;
  picture.width = (drawing.width + 2 * MARGIN) * SCALE;
  picture.height = (drawing.height + 2 * MARGIN + head) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = theme.colour("wall");
  pen.fillRect(0, 0, picture.width, picture.height);
  const write = (line: string, y: number, look: { font: string; colour: string }) => {
    pen.font = look.font;
    pen.fillStyle = look.colour;
    pen.fillText(line, MARGIN, MARGIN + y, drawing.width);
  };
  write(text.question, 12, { font: `600 15px ${family}`, colour: theme.colour("ink") });
  lines.forEach((line, index) => {
    write(line, 34 + index * 16, { font: summaryFont, colour: theme.colour("ink-2") });
  });
  write(text.provenance, 34 + lines.length * 16, { font: `11px ${family}`, colour: theme.colour("ink-3") });
  pen.translate(MARGIN, MARGIN + head);
  drawing.paint(pen, theme);
  return new Promise((resolve) => picture.toBlob(resolve, "image/png"));
}

function wrap(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    const longer = line === undefined ? word : `${line} ${word}`;
    if (line !== undefined && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
