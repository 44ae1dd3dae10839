"use client";
import { createContext, type ReactNode, use, useState, useSyncExternalStore } from "react";
import { useKeys } from "../../_keys/use-keys.ts";
import { notify } from "../../_ui/overlays/toast-manager.ts";
import type { ChartView } from "../prepare/chart-view.ts";
import type { TwinRow } from "../prepare/twin-table.ts";
import { type CrosshairStore, createCrosshairStore } from "./crosshair-store.ts";

const CrosshairContext = createContext<CrosshairStore | null>(null);

/** The crosshair that the charts inside share; `l` locks it, Esc frees it (H-43). */
export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [store] = useState(createCrosshairStore);
  useKeys([
    {
      id: "chart.lock",
      keys: "l",
      label: "Lock the crosshair, or free it",
      scope: "page",
      group: "see",
      run: () => {
        if (store.read().at === null)
          notify({ title: "Nothing is under the crosshair: point at a mark of a chart first." });
        else store.toggleLock();
      },
    },
  ]);
  return <CrosshairContext value={store}>{children}</CrosshairContext>;
}

/** The row of this chart under the page's crosshair, and how to move it. */
export function useCrosshair(chart: string, view: Pick<ChartView, "twin">) {
  const store = use(CrosshairContext);
  // A store of the module would keep its marks on the next page, and no key would lock it.
  if (store === null) throw new Error("a chart stands outside CrosshairProvider");
  const { at, isLocked } = useSyncExternalStore(store.subscribe, store.read, store.read);
  const { rows } = view.twin;
  const isOwn = at?.chart === chart;
  const row =
    at === null
      ? null
      : (rows.find(({ id, subject }) => (isOwn ? id === at.rowId : subject !== undefined && subject === at.subject)) ??
        null);
  const placeOf = (next: TwinRow | null) =>
    next === null ? null : { chart, rowId: next.id, subject: next.subject ?? null };
  return {
    row,
    isOwn,
    isLocked: isLocked && row !== null,
    hover: (next: TwinRow | null) => store.hover(placeOf(next)),
    put: (next: TwinRow | null) => store.put(placeOf(next)),
    free: store.free,
  };
}
