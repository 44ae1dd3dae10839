import type { Box, Spot } from "./pen.ts";

function meets(left: Box, right: Box): boolean {
  return (
    left.x < right.x + right.width &&
    right.x < left.x + left.width &&
    left.y < right.y + right.height &&
    right.y < left.y + left.height
  );
}

function isInside(box: Box, area: Box): boolean {
  return (
    box.x >= area.x &&
    box.y >= area.y &&
    box.x + box.width <= area.x + area.width &&
    box.y + box.height <= area.y + area.height
  );
}

/** The first free place around a mark: right, left, above, below; null when none is free, and then the label is left out. */
export function placeLabel(
  mark: Spot & { radius: number },
  size: { width: number; height: number },
  scene: { taken: readonly Box[]; area: Box },
): Box | null {
  const gap = mark.radius + 4;
  const middle = mark.y - size.height / 2;
  const centre = mark.x - size.width / 2;
  const places: Box[] = [
    { x: mark.x + gap, y: middle, ...size },
    { x: mark.x - gap - size.width, y: middle, ...size },
    { x: centre, y: mark.y - gap - size.height, ...size },
    { x: centre, y: mark.y + gap, ...size },
  ];
  return places.find((box) => isInside(box, scene.area) && !scene.taken.some((other) => meets(box, other))) ?? null;
}
