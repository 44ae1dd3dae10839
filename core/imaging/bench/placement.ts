/** Where a picture's centre of view lies, 0…1 of its sides; the same for another picture or side (IM61). */
export interface Centre {
  u: number;
  v: number;
}

/** `fit` shows all of it, never enlarged; a number is device pixels per image pixel. */
export type Zoom = "fit" | 1 | 2 | 4 | 8;
export const MIDDLE: Centre = { u: 0.5, v: 0.5 };

interface Size {
  width: number;
  height: number;
}
export interface Placement {
  /** Left upper corner in device pixels; whole numbers, so that pixels are not blended at 100 % and above. */
  x: number;
  y: number;
  scale: number;
}

/** Places a picture in a canvas, both in pixels: 100 % is one image pixel per device pixel (IM61). */
export function placePicture(of: { canvas: Size; picture: Size; zoom: Zoom; centre: Centre }): Placement {
  const { canvas, picture, zoom, centre } = of;
  const scale = zoom === "fit" ? Math.min(canvas.width / picture.width, canvas.height / picture.height, 1) : zoom;
  return {
    x: startOf(canvas.width, picture.width * scale, centre.u),
    y: startOf(canvas.height, picture.height * scale, centre.v),
    scale,
  };
}

function startOf(room: number, length: number, centre: number): number {
  if (length <= room) return Math.round((room - length) / 2);
  return Math.round(Math.min(0, Math.max(room - length, room / 2 - centre * length)));
}

/** The centre that shows what lies under a point of the canvas, in device pixels. */
export function centreAt(point: { x: number; y: number }, placement: Placement, picture: Size): Centre {
  const at = (value: number, start: number, length: number): number =>
    Math.min(1, Math.max(0, (value - start) / (length * placement.scale)));
  return { u: at(point.x, placement.x, picture.width), v: at(point.y, placement.y, picture.height) };
}

/** A centre moved by device pixels, inside the picture. */
export function moveCentre(centre: Centre, by: { x: number; y: number }, of: { picture: Size; scale: number }): Centre {
  const keep = (value: number): number => Math.min(1, Math.max(0, value));
  return {
    u: keep(centre.u + by.x / (of.picture.width * of.scale)),
    v: keep(centre.v + by.y / (of.picture.height * of.scale)),
  };
}

const LADDER: readonly Zoom[] = ["fit", 1, 2, 4, 8];

/** The next zoom up or down. */
export function stepZoom(zoom: Zoom, by: 1 | -1): Zoom {
  return LADDER[Math.min(LADDER.length - 1, Math.max(0, LADDER.indexOf(zoom) + by))] ?? "fit";
}
