"use client";
import { type PointerEvent, useLayoutEffect, useRef, useState } from "react";
import { type Centre, centreAt, type Placement, type Zoom } from "../../../../../core/imaging/bench/placement.ts";
import { drawLayers, type Layer } from "./draw.ts";
import { watchDeviceScale } from "./watch-device-scale.ts";

interface PictureCanvasProps {
  label: string;
  layers: readonly Layer[];
  /** Counts the pictures of a sitting; says what is painted, and nothing about it. */
  place: number;
  zoom: Zoom;
  centre: Centre;
  /** A drag in device pixels; `isAlone` with Shift, for this side only. */
  onDrag: (by: { x: number; y: number }, of: { placement: Placement; bitmap: ImageBitmap; isAlone: boolean }) => void;
  /** Where the pointer is, as a centre. */
  onPoint: (centre: Centre | null) => void;
}

const CHECKS: [string, string] = ["#b4b4b4", "#8c8c8c"];

/** The browser's own count of device pixels, unless it is that of another scale than the page has now. */
function devicePixels(counted: number | undefined, cssPixels: number): number {
  const scaled = cssPixels * window.devicePixelRatio;
  return counted !== undefined && Math.abs(counted - scaled) <= 1 ? counted : Math.round(scaled);
}

/** One canvas of exactly as many pixels as the screen gives it. */
export function PictureCanvas({ label, layers, place, zoom, centre, onDrag, onPoint }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const placed = useRef<Placement | null>(null);
  const from = useRef<{ x: number; y: number } | null>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  // The box on the screen is measured by the browser.
  useLayoutEffect(() => {
    const element = canvas.current?.parentElement;
    if (element == null) return;
    const observer = new ResizeObserver(([entry]) => {
      const box = entry?.devicePixelContentBoxSize?.[0];
      if (entry === undefined) return;
      setSize({
        width: devicePixels(box?.inlineSize, entry.contentRect.width),
        height: devicePixels(box?.blockSize, entry.contentRect.height),
      });
    });
    observer.observe(element);
    // Observed anew, the box is measured at once.
    const stop = watchDeviceScale(window, () => {
      observer.unobserve(element);
      observer.observe(element);
    });
    return () => {
      stop();
      observer.disconnect();
    };
  }, []);
  // A canvas is drawn by hand, before the browser paints.
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null || size === null) return;
    if (element.width !== size.width || element.height !== size.height) {
      element.width = size.width;
      element.height = size.height;
    }
    placed.current = drawLayers(element, { layers, zoom, centre, colours: CHECKS });
    element.dataset["painted"] = `${place} ${layers.length}`;
  });
  const bitmap = layers[0]?.bitmap;
  const pointOf = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = event.currentTarget.width / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };
  const onMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const point = pointOf(event);
    if (placed.current === null || bitmap === undefined) return;
    onPoint(centreAt(point, placed.current, bitmap));
    if (from.current === null) return;
    const by = { x: from.current.x - point.x, y: from.current.y - point.y };
    from.current = point;
    onDrag(by, { placement: placed.current, bitmap, isAlone: event.shiftKey });
  };
  return (
    <div className="relative min-h-0 min-w-0 flex-1 overflow-hidden">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        className="absolute inset-0 size-full touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = pointOf(event);
        }}
        onPointerMove={onMove}
        onPointerUp={() => {
          from.current = null;
        }}
        onPointerLeave={() => onPoint(null)}
      />
    </div>
  );
}
