"use client";
import { parseAsArrayOf, parseAsString, useQueryState } from "nuqs";
import { useId, useRef, useState } from "react";
import { useKeys } from "../_keys/use-keys.ts";
import { Button } from "../_ui/controls/button.tsx";
import { ChartDrawingArea } from "./chart-drawing-area.tsx";
import type { ChartFrameProps, ChartPoint } from "./chart-props.ts";
import { readChartTheme } from "./chart-theme.ts";
import { ChartTwin } from "./chart-twin.tsx";
import { chartCsv } from "./export/chart-csv.ts";
import { chartPicture } from "./export/chart-picture.ts";
import { saveFile } from "./save-file.ts";

const tablesInUrl = parseAsArrayOf(parseAsString).withDefault([]);

/** One chart with its question, its sentence, its n, its table twin and its exports; it owns cursor and drawing. */
export function ChartFrame<TPoint extends ChartPoint>(props: ChartFrameProps<TPoint>) {
  const { id, question, summary, caption, n, points, columns } = props;
  const [tables, setTables] = useQueryState("table", tablesInUrl);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const summaryId = useId();
  const isTable = tables.includes(id);
  const toggle = () => void setTables(isTable ? tables.filter((table) => table !== id) : [...tables, id]);
  const toggleAll = () => void setTables(isTable ? [] : chartsOnPage());
  useKeys([
    { id: "chart.table", keys: "t", label: "Charts as tables, or back", scope: "page", group: "see", run: toggleAll },
  ]);

  return (
    <figure data-chart={id} className="m-0 min-w-0">
      <h2 className="text-prose font-semibold">{question}</h2>
      <p id={summaryId} className="text-meta text-ink-2">
        {summary} <span className="whitespace-nowrap">n = {n}.</span> {caption}
      </p>
      <div className="my-2 -ml-3 flex flex-wrap gap-2">
        <Button variant="plain" keys="t" aria-pressed={isTable} onClick={toggle}>
          {isTable ? "Drawing" : "Table"}
        </Button>
        <Button
          variant="plain"
          onClick={() => saveFile(`${id}.csv`, new Blob([chartCsv(points, columns)], { type: "text/csv" }))}
        >
          CSV
        </Button>
        {isTable ? null : (
          <Button variant="plain" onClick={() => void savePicture(props, canvas.current)}>
            PNG
          </Button>
        )}
      </div>
      {isTable ? (
        <ChartTwin question={question} points={points} columns={columns} />
      ) : (
        <ChartDrawingArea {...props} canvas={canvas} summaryId={summaryId} cursor={cursor} onCursor={setCursor} />
      )}
    </figure>
  );
}

function chartsOnPage(): string[] {
  return [...document.querySelectorAll<HTMLElement>("[data-chart]")].map((chart) => chart.dataset["chart"] ?? "");
}

async function savePicture<TPoint extends ChartPoint>(
  { id, question, summary, provenance, n }: ChartFrameProps<TPoint>,
  canvas: HTMLCanvasElement | null,
): Promise<void> {
  if (canvas === null) return;
  const picture = await chartPicture(
    canvas,
    { question, summary: `${summary} n = ${n}.`, provenance },
    readChartTheme(),
  );
  if (picture !== null) saveFile(`${id}.png`, picture);
}
