import type { ChartView } from "../prepare/chart-view.ts";
import type { TwinRow } from "../prepare/twin-table.ts";
import type { Drawing } from "./drawing.ts";

export interface ChartFrameProps {
  /** "C-03": names the export files and the URL's `table` entry. */
  id: string;
  view: ChartView;
  drawing: Drawing;
  /** Where a row leads to; undefined where it leads nowhere. */
  hrefOf: (row: TwinRow) => string | undefined;
  /** What Enter or a click on a mark does; following the row's link when left out. */
  onChoose?: (row: TwinRow) => void;
  /** Ids, machine, date: what the PNG carries below the title (H-45). */
  provenance: string;
}

/** What every chart of a page is given: its prepared view, and where it stands. */
export type OneChartProps<TView> = { view: TView } & Omit<ChartFrameProps, "id" | "view" | "drawing">;
