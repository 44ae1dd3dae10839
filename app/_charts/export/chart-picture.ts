import type { ChartTheme } from "../chart-theme.ts";

interface PictureText {
  question: string;
  summary: string;
  provenance: string;
}

const MARGIN = 24;

/** H-45: the drawing with its question, sentence, ids and date in one PNG. */
export function chartPicture(drawing: HTMLCanvasElement, text: PictureText, theme: ChartTheme): Promise<Blob | null> {
  const scale = drawing.width / Math.max(1, drawing.clientWidth);
  const picture = document.createElement("canvas");
  picture.width = drawing.width + 2 * MARGIN * scale;
  picture.height = drawing.height + (2 * MARGIN + 64) * scale;
  const pen = picture.getContext("2d");
  if (pen === null) return Promise.resolve(null);
  pen.fillStyle = theme.colour("wall");
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.scale(scale, scale);
  const width = drawing.clientWidth;
  write(pen, {
    text: text.question,
    y: MARGIN + 12,
    width,
    font: `600 15px ${theme.font.family}`,
    colour: theme.colour("ink"),
  });
  write(pen, {
    text: text.summary,
    y: MARGIN + 32,
    width,
    font: `12px ${theme.font.family}`,
    colour: theme.colour("ink-2"),
  });
  write(pen, {
    text: text.provenance,
    y: MARGIN + 50,
    width,
    font: `11px ${theme.font.family}`,
    colour: theme.colour("ink-3"),
  });
  pen.drawImage(drawing, MARGIN, MARGIN + 64, drawing.clientWidth, drawing.clientHeight);
  return new Promise((resolve) => picture.toBlob(resolve, "image/png"));
}

interface Line {
  text: string;
  y: number;
  width: number;
  font: string;
  colour: string;
}

function write(pen: CanvasRenderingContext2D, line: Line): void {
  pen.font = line.font;
  pen.fillStyle = line.colour;
  pen.fillText(line.text, MARGIN, line.y, line.width);
}
