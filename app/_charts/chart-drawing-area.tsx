"use client";
import dynamic from "next/dynamic";
import { type KeyboardEvent, type RefObject, useMemo, useSyncExternalStore } from "react";
import { Skeleton } from "../_ui/states/skeleton.tsx";
import type { ChartFrameProps, ChartPoint } from "./chart-props.ts";
import { readChartTheme } from "./chart-theme.ts";
import { stepCursor } from "./step-cursor.ts";

const ChartCanvas = dynamic(() => import("./chart-canvas.tsx"), {
  ssr: false,
  loading: () => <Skeleton shape="drawing" />,
});

type ChartDrawingAreaProps<TPoint extends ChartPoint> = ChartFrameProps<TPoint> & {
  canvas: RefObject<HTMLCanvasElement | null>;
  summaryId: string;
  cursor: string | null;
  onCursor: (id: string | null) => void;
};

/** The drawing with its axis titles; arrow keys walk the points, the line below speaks them (H-42). */
export function ChartDrawingArea<TPoint extends ChartPoint>(props: ChartDrawingAreaProps<TPoint>) {
  const { question, points, draw, height = 280, xTitle, yTitle, cursor, onCursor, canvas, summaryId } = props;
  const theme = useSyncExternalStore(watchTheme, shownTheme, noTheme);
  const drawing = useMemo(() => (theme === null ? null : draw(readChartTheme())), [draw, theme]);
  const here = points.find((point) => point.id === cursor) ?? null;

  const walk = (event: KeyboardEvent) => {
    const next =
      event.key === "Escape"
        ? null
        : stepCursor(
            points.map((point) => point.id),
            cursor,
            event.key,
          );
    if (next === null && event.key !== "Escape") return;
    event.preventDefault();
    onCursor(next);
  };

  return (
    <div>
      <p aria-hidden className="text-tick text-ink-3">
        {yTitle}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk the points from here */}
      <section aria-label={`${question} Arrow keys walk the points.`} tabIndex={0} onKeyDown={walk}>
        <div className="relative w-full" style={{ height }}>
          <div className="absolute inset-0">
            {drawing === null ? null : (
              <ChartCanvas
                drawing={drawing}
                canvas={canvas}
                label={question}
                describedBy={summaryId}
                active={here?.at ?? null}
                onHover={(at) => onCursor(at === null ? null : (idAt(points, at) ?? null))}
              />
            )}
          </div>
        </div>
      </section>
      <p aria-hidden className="text-right text-tick text-ink-3">
        {xTitle}
      </p>
      <p aria-live="polite" className="min-h-8 text-meta text-ink-2">
        {here?.text ?? ""}
      </p>
    </div>
  );
}

function idAt(points: readonly ChartPoint[], at: { dataset: number; index: number }): string | undefined {
  return points.find((point) => point.at?.dataset === at.dataset && point.at.index === at.index)?.id;
}

/** The theme on the document: next-themes tells its own users before the document's tokens have changed. */
function watchTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

const shownTheme = () => document.documentElement.dataset["theme"] ?? "";
const noTheme = () => null;
