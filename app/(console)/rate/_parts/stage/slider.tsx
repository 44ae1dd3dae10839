"use client";
import type { KeyboardEvent } from "react";

interface SliderProps {
  /** 0…1 from the left. */
  value: number;
  onChange: (value: number) => void;
}

const STEP = 0.02;

/** The line between before (left) and result; it clips and never resizes (IM61). */
export function Slider({ value, onChange }: SliderProps) {
  const to = (next: number) => onChange(Math.min(1, Math.max(0, next)));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = { ArrowLeft: value - STEP, ArrowRight: value + STEP, Home: 0, End: 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    to(next);
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Border between original and result"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={`${Math.round(value * 100)} % original`}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (event.buttons === 1 && box !== undefined) to((event.clientX - box.left) / box.width);
      }}
      className="absolute inset-y-0 -ml-6 flex w-12 cursor-ew-resize touch-none justify-center"
      style={{ left: `${value * 100}%` }}
    >
      <span aria-hidden className="h-full w-0.5 bg-panel outline outline-ink" />
    </div>
  );
}
