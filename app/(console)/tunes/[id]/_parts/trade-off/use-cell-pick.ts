"use client";
import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useMemo } from "react";
import { type CellPick, formatPick, parsePick } from "../../../../../_charts/prepare/knobs/cell-pick.ts";

/** Which cells are looked at; it lives in the address and drives charts and table alike (H-13, H-44). */
export function useCellPick(): readonly [CellPick, (pick: CellPick) => void] {
  const [text, setText] = useQueryState("pick", parseAsString.withDefault(""));
  const pick = useMemo(() => parsePick(text), [text]);
  const choose = useCallback((next: CellPick) => void setText(formatPick(next) || null), [setText]);
  return [pick, choose];
}
