"use client";
import dynamic from "next/dynamic";
import { useTheme } from "next-themes";
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
  const { resolvedTheme } = useTheme();
  const isMounted = useSyncExternalStore(never, isBrowser, isServer);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tokens change with the theme's name
  const drawing = useMemo(() => (isMounted ? draw(readChartTheme()) : null), [draw, resolvedTheme, isMounted]);
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

const never = () => () => {};
const isBrowser = () => true;
const isServer = () => false;
