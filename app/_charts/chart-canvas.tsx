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
import type { ChartDrawing } from "./chart-props.ts";

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
  canvas: RefObject<HTMLCanvasElement | null>;
  label: string;
  describedBy: string;
  active: { dataset: number; index: number } | null;
  onHover: (at: { dataset: number; index: number } | null) => void;
}

/** The one owner of a chart.js instance: created once, mutated after, destroyed at the end. */
export default function ChartCanvas({ drawing, canvas, label, describedBy, active, onHover }: ChartCanvasProps) {
  const chart = useRef<Chart | null>(null);
  const hover = useRef(onHover);
  hover.current = onHover;

  // chart.js owns the canvas from here on; only its data and options change later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: created once, the next effect brings every later drawing
  useEffect(() => {
    if (canvas.current === null) return;
    const created = new Chart(canvas.current, {
      type: drawing.type,
      data: drawing.data,
      options: settled(drawing, hover),
      plugins: drawing.plugins ?? [],
    });
    chart.current = created;
    return () => {
      created.destroy();
      chart.current = null;
    };
  }, []);

  // A new drawing is put into the living chart.
  useEffect(() => {
    const living = chart.current;
    if (living === null) return;
    living.data = drawing.data;
    living.options = settled(drawing, hover);
    living.update("none");
  }, [drawing]);

  // The point under the keyboard's cursor is marked in the drawing too.
  useEffect(() => {
    const living = chart.current;
    if (living === null) return;
    living.setActiveElements(active === null ? [] : [{ datasetIndex: active.dataset, index: active.index }]);
    living.update("none");
  }, [active]);

  return <canvas ref={canvas} role="img" aria-label={label} aria-describedby={describedBy} />;
}

/** House rules over every chart: no animation (H-47), no legend and no tooltip of the library's own. */
function settled(drawing: ChartDrawing, hover: RefObject<ChartCanvasProps["onHover"]>): ChartDrawing["options"] {
  return {
    ...drawing.options,
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: "nearest", intersect: false, axis: "xy" },
    onHover: (_event, elements) => {
      const first = elements[0];
      hover.current(first === undefined ? null : { dataset: first.datasetIndex, index: first.index });
    },
  };
}
