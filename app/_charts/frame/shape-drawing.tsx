"use client";
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { ShapeGroups } from "../../_tree/shape-groups.tsx";
import { paintShapes } from "../drawing/paint-shapes.ts";
import type { Box } from "../drawing/pen.ts";
import type { PaintedDrawing, ShapePicture, Stretch } from "./drawing.ts";

interface ShapeDrawingProps {
  label: string;
  describedBy: string;
  painted: RefObject<PaintedDrawing | null>;
  lay: (width: number, activeId: string | null) => ShapePicture;
  activeId: string | null;
  onHover: (rowId: string | null) => void;
  onChoose: (rowId: string) => void;
  onBrush: ((stretch: Stretch) => void) | undefined;
}

/** An SVG drawing that is laid out for the width it has, so that its text keeps its size. */
export function ShapeDrawing(props: ShapeDrawingProps) {
  const { lay, activeId, painted, label, describedBy } = props;
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  // The browser knows the width of the page; the drawing follows it.
  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const picture = useMemo(() => (width === null || width === 0 ? null : lay(width, activeId)), [lay, width, activeId]);
  // What stands on the page is what a picture of it holds.
  useEffect(() => {
    painted.current = picture === null ? null : paintingOf(picture);
  }, [painted, picture]);
  return (
    <div ref={box} className="min-h-40 w-full overflow-hidden">
      {picture === null ? null : (
        <svg
          role="img"
          aria-label={label}
          aria-describedby={describedBy}
          width={picture.width}
          height={picture.height}
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          className="block"
        >
          <ShapeGroups groups={picture.groups} />
          <PointerSurface {...props} picture={picture} />
        </svg>
      )}
    </div>
  );
}

function paintingOf({ width, height, groups }: ShapePicture): PaintedDrawing {
  return { width, height, paint: (pen, theme) => paintShapes(pen, groups, theme) };
}

const isIn = (box: Box, at: { x: number; y: number }): boolean =>
  at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height;

interface Drag {
  brush: Box & { key: string };
  from: number;
  to: number;
}

function placeIn(brush: Box, y: number): number {
  return Math.min(1, Math.max(0, 1 - (y - brush.y) / brush.height));
}

/** What the pointer does: the row under it, and a range drawn along an axis; all of it can be typed too (H-44). */
function PointerSurface({ picture, onHover, onChoose, onBrush }: ShapeDrawingProps & { picture: ShapePicture }) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const spotOf = (event: PointerEvent<SVGRectElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  const down = (event: PointerEvent<SVGRectElement>) => {
    const at = spotOf(event);
    const brush = onBrush === undefined ? undefined : picture.brushes?.find((one) => isIn(one, at));
    if (brush !== undefined) {
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrag({ brush, from: placeIn(brush, at.y), to: placeIn(brush, at.y) });
      return;
    }
    const hit = picture.hits.find((one) => isIn(one, at));
    if (hit !== undefined) onChoose(hit.id);
  };
  const move = (event: PointerEvent<SVGRectElement>) => {
    const at = spotOf(event);
    if (drag === null) onHover(picture.hits.find((one) => isIn(one, at))?.id ?? null);
    else setDrag({ ...drag, to: placeIn(drag.brush, at.y) });
  };
  const up = () => {
    if (drag !== null && Math.abs(drag.from - drag.to) > 0.02) {
      onBrush?.({ key: drag.brush.key, from: drag.from, to: drag.to });
    }
    setDrag(null);
  };
  return (
    <>
      {drag === null ? null : (
        <rect
          x={drag.brush.x}
          y={drag.brush.y + (1 - Math.max(drag.from, drag.to)) * drag.brush.height}
          width={drag.brush.width}
          height={Math.abs(drag.from - drag.to) * drag.brush.height}
          className="fill-wire opacity-20"
        />
      )}
      <rect
        width={picture.width}
        height={picture.height}
        className="fill-transparent"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerLeave={() => (drag === null ? onHover(null) : undefined)}
      />
    </>
  );
}
