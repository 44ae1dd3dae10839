"use client";
import { useState } from "react";
import { type HeldRows, holdRows } from "./held-rows.ts";

interface Holding<TRow> extends HeldRows<TRow> {
  /** For the element around the rows: pointer or focus inside it holds them. */
  hold: { onPointerEnter: () => void; onPointerLeave: () => void; onFocus: () => void; onBlur: () => void };
  release: () => void;
}

/** Holds rows still while pointer or focus is on them (H-20); another view shows its own rows at once. */
export function useHeldRows<TRow extends { id: string }>(next: readonly TRow[], viewKey: string): Holding<TRow> {
  const [held, setHeld] = useState<{ key: string; rows: readonly TRow[] } | null>(null);
  const isHeld = held !== null && held.key === viewKey;
  const shown = isHeld ? holdRows(held.rows, next) : { rows: next, waiting: 0 };
  const grip = () =>
    setHeld((current) => (current !== null && current.key === viewKey ? current : { key: viewKey, rows: next }));
  const release = () => setHeld(null);
  return { ...shown, hold: { onPointerEnter: grip, onPointerLeave: release, onFocus: grip, onBlur: release }, release };
}
