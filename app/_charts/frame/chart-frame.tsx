"use client";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useId, useRef } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { Button } from "../../_ui/controls/button.tsx";
import { readChartTheme } from "../drawing/chart-theme.ts";
import { chartCsv } from "../export/chart-csv.ts";
import { chartPicture } from "../export/chart-picture.ts";
import { saveFile } from "../save-file.ts";
import { ChartDrawingArea } from "./chart-drawing-area.tsx";
import type { ChartFrameProps } from "./chart-frame-props.ts";
import { ChartTwin } from "./chart-twin.tsx";
import type { PaintedDrawing } from "./drawing.ts";

const tablesInUrl = parseAsArrayOf(parseAsString).withDefault([]);

/** One chart with its question, its sentence, its n, its table twin and its exports; it owns the drawing. */
export function ChartFrame(props: ChartFrameProps) {
  const { id, view, hrefOf } = props;
  const [tables, setTables] = useQueryState("table", tablesInUrl);
  const painted = useRef<PaintedDrawing | null>(null);
  const summaryId = useId();
  const isTable = tables.includes(id);
  const toggle = () => void setTables(isTable ? tables.filter((table) => table !== id) : [...tables, id]);
  const toggleAll = () => void setTables(isTable ? [] : chartsOnPage());
  useKeys([
    { id: "chart.table", keys: "t", label: "Charts as tables, or back", scope: "page", group: "see", run: toggleAll },
  ]);

  return (
    <figure data-chart={id} className="m-0 min-w-0">
      <h2 className="text-prose font-semibold">{view.question}</h2>
      <p id={summaryId} className="max-w-[76ch] text-meta text-ink-2">
        {view.sentence} <span className="whitespace-nowrap">n = {view.n}.</span> {view.caption}
      </p>
      <div className="my-2 -ml-3 flex flex-wrap gap-2">
        <Button variant="plain" keys="t" aria-pressed={isTable} onClick={toggle}>
          {isTable ? "Drawing" : "Table"}
        </Button>
        <Button
          variant="plain"
          onClick={() => saveFile(`${id}.csv`, new Blob([chartCsv(view.twin)], { type: "text/csv" }))}
        >
          CSV
        </Button>
        {isTable ? null : (
          <Button variant="plain" onClick={() => void savePicture(props, painted.current)}>
            PNG
          </Button>
        )}
      </div>
      {isTable ? (
        <ChartTwin question={view.question} twin={view.twin} hrefOf={hrefOf} />
      ) : (
        <ChartDrawingArea {...props} painted={painted} summaryId={summaryId} />
      )}
    </figure>
  );
}

function chartsOnPage(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-chart]")].map((chart) => chart.dataset["chart"] ?? "");
}

async function savePicture({ id, view, provenance }: ChartFrameProps, painted: PaintedDrawing | null): Promise<void> {
  if (painted === null) return;
  const text = { question: view.question, summary: `${view.sentence} n = ${view.n}. ${view.caption}`, provenance };
  const picture = await chartPicture(painted, text, readChartTheme());
  if (picture !== null) saveFile(`${id}.png`, picture);
}
