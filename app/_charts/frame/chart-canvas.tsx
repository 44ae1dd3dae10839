"use client";
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from "chart.js";
import annotation from "chartjs-plugin-annotation";
import { type RefObject, useEffect, useRef } from "react";
import type { ChartDrawing, PaintedDrawing } from "./drawing.ts";

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
  annotation,
);

interface ChartCanvasProps {
  drawing: ChartDrawing;
  painted: RefObject<PaintedDrawing | null>;
  label: string;
  describedBy: string;
  active: { dataset: number; index: number } | null;
  onHover: (at: { dataset: number; index: number } | null) => void;
  onChoose: (at: { dataset: number; index: number }) => void;
}

/** The one owner of a chart.js instance: created once, mutated after, destroyed at the end. */
export default function ChartCanvas(props: ChartCanvasProps) {
  const { drawing, painted, label, describedBy, active } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart | null>(null);
  const told = useRef(props);
  told.current = props;

  // chart.js owns the canvas from here on; only its data and options change later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: created once, the next effect brings every later drawing
  useEffect(() => {
    const surface = canvas.current;
    if (surface === null) return;
    const created = new Chart(surface, {
      type: drawing.type,
      data: drawing.data,
      options: settled(drawing, told),
      plugins: drawing.plugins ?? [],
    });
    chart.current = created;
    painted.current = pictureOf(surface);
    return () => {
      created.destroy();
      chart.current = null;
      painted.current = null;
    };
  }, []);

  // A new drawing is put into the living chart.
  useEffect(() => {
    const living = chart.current;
    if (living === null) return;
    living.data = drawing.data;
    living.options = settled(drawing, told);
    living.update("none");
  }, [drawing]);

  // The point under the keyboard's cursor is marked in the drawing too.
  useEffect(() => {
    const living = chart.current;
    if (living === null) return;
    living.setActiveElements(active === null ? [] : [{ datasetIndex: active.dataset, index: active.index }]);
    living.update("none");
  }, [active]);

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      aria-describedby={describedBy}
      onPointerLeave={() => props.onHover(null)}
    />
  );
}

/** The canvas itself is the picture; it is copied at its shown size. */
function pictureOf(surface: HTMLCanvasElement): PaintedDrawing {
  return {
    get width() {
      return surface.clientWidth;
    },
    get height() {
      return surface.clientHeight;
    },
    paint: (pen) => pen.drawImage(surface, 0, 0, surface.clientWidth, surface.clientHeight),
  };
}

function placeOf(elements: readonly { datasetIndex: number; index: number }[]) {
  const first = elements[0];
  return first === undefined ? null : { dataset: first.datasetIndex, index: first.index };
}

/** House rules over every chart: no animation (H-47), no legend and no tooltip of the library's own. */
function settled(drawing: ChartDrawing, told: RefObject<ChartCanvasProps>): ChartDrawing["options"] {
  return {
    ...drawing.options,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "nearest", intersect: false, axis: "xy" },
    plugins: { ...drawing.options.plugins, legend: { display: false }, tooltip: { enabled: false } },
    onHover: (_event, elements) => told.current.onHover(placeOf(elements)),
    onClick: (_event, elements) => {
      const place = placeOf(elements);
      if (place !== null) told.current.onChoose(place);
    },
  };
}
