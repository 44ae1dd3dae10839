"use client";
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { ShapeGroups } from "../../_tree/shape-groups.tsx";
import { paintShapes } from "../drawing/paint-shapes.ts";
import type { PaintedDrawing, ShapePicture } from "./drawing.ts";

interface ShapeDrawingProps {
  label: string;
  describedBy: string;
  painted: RefObject<PaintedDrawing | null>;
  lay: (width: number, activeId: string | null) => ShapePicture;
  activeId: string | null;
  onHover: (rowId: string | null) => void;
  onChoose: (rowId: string) => void;
}

/** An SVG drawing that is laid out for the width it has, so that its text keeps its size. */
export function ShapeDrawing({ lay, activeId, painted, onHover, onChoose, label, describedBy }: ShapeDrawingProps) {
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
    painted.current =
      picture === null
        ? null
        : {
            width: picture.width,
            height: picture.height,
            paint: (pen, theme) => paintShapes(pen, picture.groups, theme),
          };
  }, [painted, picture]);
  const hitAt = (event: PointerEvent<SVGSVGElement>) => {
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - left;
    const y = event.clientY - top;
    const hit = picture?.hits.find(
      (one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height,
    );
    return hit?.id ?? null;
  };
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
          onPointerMove={(event) => onHover(hitAt(event))}
          onPointerLeave={() => onHover(null)}
          onPointerDown={(event) => {
            const id = hitAt(event);
            if (id !== null) onChoose(id);
          }}
        >
          <ShapeGroups groups={picture.groups} />
        </svg>
      )}
    </div>
  );
}
