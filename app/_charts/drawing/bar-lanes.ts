import type { ChartDrawing } from "../frame/drawing.ts";
import type { Axis } from "../prepare/axis.ts";
import type { ChartTheme } from "./chart-theme.ts";
import { houseAxis } from "./house-axis.ts";
import { houseMarks, type Painting } from "./marks.ts";

export interface BarLanes {
  x: Axis;
  names: readonly string[];
  /** Where the crosshair finds each lane. */
  at: readonly number[];
  painting: Painting;
}

/** Under this width in CSS pixels a name stands in two lines, or it would be cut. */
const NARROW = 480;
const LONG_NAME = 18;

/** A name as it stands beside its lane: a long one in two lines where there is little room. */
export function laneLabel(name: string, width: number): string | string[] {
  const space = name.indexOf(" ");
  if (width >= NARROW || name.length < LONG_NAME || space < 0) return name;
  return [name.slice(0, space), name.slice(space + 1)];
}

/** Named lanes over one x, whose bars the chart paints itself; the library only knows a point a lane. */
export function drawBarLanes(lanes: BarLanes, theme: ChartTheme): ChartDrawing {
  const y = houseAxis(
    { min: -0.6, max: lanes.names.length - 0.4, isLog: false, ticks: lanes.names.map((_, index) => index) },
    theme,
    false,
  );
  const data = lanes.at.map((x, index) => ({ x, y: index }));
  return {
    type: "scatter",
    data: { datasets: [{ data, pointRadius: 0, pointHoverRadius: 0 }] },
    options: {
      layout: { padding: { top: 4, right: 56 } },
      scales: {
        x: houseAxis(lanes.x, theme, true),
        y: {
          ...y,
          reverse: true,
          border: { display: false },
          ticks: {
            ...y.ticks,
            color: theme.colour("ink-2"),
            autoSkip: false,
            callback(this: { chart: { width: number } }, value: string | number) {
              return laneLabel(lanes.names[Number(value)] ?? "", this.chart.width);
            },
          },
        },
      },
      plugins: { houseMarks: { onRead: () => lanes.painting } },
    },
    plugins: [houseMarks],
  };
}
