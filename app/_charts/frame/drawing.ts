import type { ChartData, ChartOptions, ChartType, Plugin } from "chart.js";
import type { ShapeGroup } from "../../_tree/drawing/shapes.ts";
import type { ChartTheme } from "../drawing/chart-theme.ts";
import type { Box } from "../drawing/pen.ts";

/** What chart.js draws. Plugins are read once, at creation: they find what changes in `options.plugins`. */
export interface ChartDrawing {
  type: ChartType;
  data: ChartData;
  options: ChartOptions;
  plugins?: Plugin[];
}

/** A laid-out SVG drawing at its true size, with the box of each row. */
export interface ShapePicture {
  width: number;
  height: number;
  groups: ShapeGroup[];
  hits: (Box & { id: string })[];
  /** Upright stretches along which a person may draw a range; places run from 0 at the foot to 1. */
  brushes?: (Box & { key: string })[];
}

/** A range drawn along one of the brushes. */
export interface Stretch {
  key: string;
  from: number;
  to: number;
}

/** How a chart is drawn: on a canvas by chart.js, or as shapes that are laid out for a width. */
export type Drawing =
  | { kind: "canvas"; height?: number; maxWidth?: number; draw: (theme: ChartTheme) => ChartDrawing }
  | {
      kind: "shapes";
      lay: (width: number, activeId: string | null) => ShapePicture;
      onBrush?: (stretch: Stretch) => void;
    };

/** The drawing as it stands on the page, to be put into a picture. */
export interface PaintedDrawing {
  width: number;
  height: number;
  paint: (pen: CanvasRenderingContext2D, theme: ChartTheme) => void;
}
