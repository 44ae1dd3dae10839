import { type Centre, type Placement, placePicture, type Zoom } from "../../../../../core/imaging/bench/placement.ts";

export interface Layer {
  bitmap: ImageBitmap;
  /** The share of the canvas this layer is clipped to, from the left; 1 shows all. */
  clip: number;
}

const CHECK = 8;

/** Draws layers over grey and a checkerboard; nearest neighbour from 100 % on, the slider clips and never resizes (IM61). */
export function drawLayers(
  canvas: HTMLCanvasElement,
  {
    layers,
    zoom,
    centre,
    colours,
  }: { layers: readonly Layer[]; zoom: Zoom; centre: Centre; colours: [string, string] },
): Placement | null {
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.fillStyle = "#808080";
  context.fillRect(0, 0, canvas.width, canvas.height);
  let placement: Placement | null = null;
  for (const { bitmap, clip } of layers) {
    placement = placePicture({ canvas, picture: bitmap, zoom, centre });
    context.save();
    context.beginPath();
    context.rect(0, 0, Math.round(canvas.width * clip), canvas.height);
    context.clip();
    context.imageSmoothingEnabled = placement.scale < 1;
    context.imageSmoothingQuality = "high";
    const [width, height] = [bitmap.width * placement.scale, bitmap.height * placement.scale];
    drawChecks(context, { x: placement.x, y: placement.y, width, height }, colours);
    context.drawImage(bitmap, placement.x, placement.y, width, height);
    context.restore();
  }
  return placement;
}

function drawChecks(
  context: CanvasRenderingContext2D,
  box: { x: number; y: number; width: number; height: number },
  [light, dark]: [string, string],
): void {
  const tile = new OffscreenCanvas(2 * CHECK, 2 * CHECK);
  const paint = tile.getContext("2d");
  if (paint === null) return;
  paint.fillStyle = light;
  paint.fillRect(0, 0, 2 * CHECK, 2 * CHECK);
  paint.fillStyle = dark;
  paint.fillRect(0, 0, CHECK, CHECK);
  paint.fillRect(CHECK, CHECK, CHECK, CHECK);
  const pattern = context.createPattern(tile, "repeat");
  if (pattern === null) return;
  context.fillStyle = pattern;
  context.fillRect(box.x, box.y, box.width, box.height);
}
