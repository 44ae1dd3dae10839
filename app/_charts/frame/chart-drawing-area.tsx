"use client";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type KeyboardEvent, type RefObject, useMemo, useSyncExternalStore } from "react";
import { Skeleton } from "../../_ui/states/skeleton.tsx";
import { readChartTheme } from "../drawing/chart-theme.ts";
import type { TwinRow } from "../prepare/twin-table.ts";
import type { ChartFrameProps } from "./chart-frame-props.ts";
import { useCrosshair } from "./crosshair.tsx";
import type { Drawing, PaintedDrawing } from "./drawing.ts";
import { ShapeDrawing } from "./shape-drawing.tsx";
import { stepCursor } from "./step-cursor.ts";

const ChartCanvas = dynamic(() => import("./chart-canvas.tsx"), {
  ssr: false,
  loading: () => <Skeleton shape="drawing" />,
});

interface ChartDrawingAreaProps extends ChartFrameProps {
  painted: RefObject<PaintedDrawing | null>;
  summaryId: string;
}

/** The drawing with its axis titles; arrow keys walk the rows, the line below speaks them (H-42). */
export function ChartDrawingArea(props: ChartDrawingAreaProps) {
  const { id, view, drawing, hrefOf, onChoose, painted, summaryId } = props;
  const crosshair = useCrosshair(id, view);
  const { rows } = view.twin;
  const { row } = crosshair;
  const byId = (rowId: string | null) => rows.find((candidate) => candidate.id === rowId) ?? null;
  const walk = (event: KeyboardEvent) => {
    if (event.key === "Escape") crosshair.free();
    else if (event.key === "Enter" && row !== null && onChoose !== undefined) onChoose(row);
    else {
      const ids = rows.map((candidate) => candidate.id);
      const next = stepCursor(ids, row?.id ?? null, event.key);
      if (next === null) return;
      crosshair.put(byId(next));
    }
    event.preventDefault();
  };
  const shared = { label: view.question, describedBy: summaryId, painted };
  return (
    <div>
      <p aria-hidden className="text-tick text-ink-3">
        {view.y.title}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk the points from here */}
      <section aria-label={`${view.question} Arrow keys walk the points.`} tabIndex={0} onKeyDown={walk}>
        {drawing.kind === "canvas" ? (
          <CanvasPart
            {...shared}
            drawing={drawing}
            active={row?.at ?? null}
            onHover={(at) => crosshair.hover(at === null ? null : rowAt(rows, at))}
            onChoose={(at) => choose(rowAt(rows, at), onChoose)}
          />
        ) : (
          <ShapeDrawing
            {...shared}
            lay={drawing.lay}
            onBrush={drawing.onBrush}
            activeId={row?.id ?? null}
            onHover={(rowId) => crosshair.hover(byId(rowId))}
            onChoose={(rowId) => choose(byId(rowId), onChoose)}
          />
        )}
      </section>
      <p
        aria-hidden
        className="text-right text-tick text-ink-3"
        style={drawing.kind === "canvas" ? { maxWidth: drawing.maxWidth } : undefined}
      >
        {view.x.title}
      </p>
      <CrosshairLine row={row} href={row === null ? undefined : hrefOf(row)} crosshair={crosshair} />
    </div>
  );
}

interface CrosshairLineProps {
  row: TwinRow | null;
  href: string | undefined;
  crosshair: ReturnType<typeof useCrosshair>;
}

/** One text for cursor, tooltip and twin; only the chart in which the crosshair was moved speaks. */
function CrosshairLine({ row, href, crosshair }: CrosshairLineProps) {
  return (
    <p data-crosshair aria-live={crosshair.isOwn ? "polite" : "off"} className="min-h-8 text-meta text-ink-2">
      {row === null ? null : (
        <>
          {crosshair.isLocked ? "Locked. " : ""}
          {row.text}{" "}
          {href === undefined ? null : (
            <Link className="link whitespace-nowrap" href={href} scroll={false}>
              its row
            </Link>
          )}
        </>
      )}
    </p>
  );
}

interface CanvasPartProps {
  label: string;
  describedBy: string;
  painted: RefObject<PaintedDrawing | null>;
  drawing: Extract<Drawing, { kind: "canvas" }>;
  active: TwinRow["at"];
  onHover: (at: TwinRow["at"]) => void;
  onChoose: (at: NonNullable<TwinRow["at"]>) => void;
}

function CanvasPart({ drawing, ...rest }: CanvasPartProps) {
  const theme = useSyncExternalStore(watchTheme, shownTheme, noTheme);
  const { draw, height = 280, maxWidth } = drawing;
  const drawn = useMemo(() => (theme === null ? null : draw(readChartTheme())), [draw, theme]);
  return (
    <div className="relative w-full" style={{ height, maxWidth }}>
      <div className="absolute inset-0">{drawn === null ? null : <ChartCanvas {...rest} drawing={drawn} />}</div>
    </div>
  );
}

function choose(row: TwinRow | null, onChoose: ((row: TwinRow) => void) | undefined): void {
  if (row !== null) onChoose?.(row);
}

/** The row of a mark; panels that share an x hold the same row at the same index. */
function rowAt(rows: readonly TwinRow[], at: { dataset: number; index: number }): TwinRow | null {
  const exact = rows.find((row) => row.at?.dataset === at.dataset && row.at.index === at.index);
  return exact ?? rows.find((row) => row.at?.index === at.index) ?? null;
}

/** The theme on the document: next-themes tells its own users before the document's tokens have changed. */
function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

const shownTheme = () => document.documentElement.dataset["theme"] ?? "";
const noTheme = () => null;
