"use client";
import { useRef, useState } from "react";
import { type Centre, MIDDLE, moveCentre, stepZoom, type Zoom } from "../../../../../core/imaging/bench/placement.ts";
import type { BenchController } from "../bench-controller.ts";

export type SideName = "left" | "right";
export type Layout = "flip" | "slider" | "side";

export interface StageView {
  zoom: Zoom;
  /** Zoom and place stay over a change of picture or side (IM61). */
  centreOf(side: SideName): Centre;
  locked: Record<SideName, boolean>;
  layout: Layout;
  shows: "result" | "before" | "previous";
  slider: number;
  hasSeen100: boolean;
  setLayout(layout: Layout): void;
  setSlider(value: number): void;
  setShows(shows: "result" | "before" | "previous"): void;
  flip(): void;
  toggleZoom(): void;
  zoomBy(by: 1 | -1): void;
  lock(side: SideName): void;
  drag(
    side: SideName,
    by: { x: number; y: number },
    of: { bitmap: ImageBitmap; scale: number; isAlone: boolean },
  ): void;
  pan(by: { x: number; y: number }): void;
  point(centre: Centre | null): void;
}

/** How the pictures are looked at; shared by all pictures of a sitting. */
export function useStageView(bench: BenchController): StageView {
  const [zoom, setZoom] = useState<Zoom>("fit");
  const [centres, setCentres] = useState<Record<SideName, Centre>>({ left: MIDDLE, right: MIDDLE });
  const [locked, setLocked] = useState({ left: false, right: false });
  const [layout, setLayout] = useState<Layout>("flip");
  const [shows, setShows] = useState<"result" | "before" | "previous">("result");
  const [slider, setSlider] = useState(0.5);
  const [seen, setSeen] = useState<string | null>(null);
  const [offsetOf, setOffsetOf] = useState<string | null>(null);
  const pointer = useRef<Centre | null>(null);
  const { entries, at } = bench.state();
  const viewId = entries[at]?.item.viewId ?? null;
  const changeZoom = (next: Zoom) => {
    if (zoom === "fit" && next !== "fit" && pointer.current !== null) {
      setCentres({ left: pointer.current, right: pointer.current });
    }
    setZoom(next);
    if (next !== "fit") setSeen(viewId);
  };
  // A temporary offset of one side ends with its picture; the other side leads.
  const common = locked.left ? centres.right : centres.left;
  const own = offsetOf === viewId ? centres : { left: common, right: common };
  return {
    zoom,
    centreOf: (side) => own[side],
    locked,
    layout,
    shows,
    slider,
    hasSeen100: zoom !== "fit" || seen === viewId,
    setLayout,
    setSlider,
    setShows,
    flip: () => setShows(shows === "before" ? "result" : "before"),
    toggleZoom: () => changeZoom(zoom === "fit" ? 1 : "fit"),
    zoomBy: (by) => changeZoom(stepZoom(zoom, by)),
    lock: (side) => {
      setOffsetOf(viewId);
      setCentres(own);
      setLocked({ ...locked, [side]: !locked[side] });
    },
    drag(side, by, { bitmap, scale, isAlone }) {
      const moved = (name: SideName): Centre =>
        locked[name] || (isAlone && name !== side) ? own[name] : moveCentre(own[name], by, { picture: bitmap, scale });
      setCentres({ left: moved("left"), right: moved("right") });
      if (isAlone || locked.left || locked.right) setOffsetOf(viewId);
    },
    pan(by) {
      const moved = (name: SideName): Centre =>
        locked[name]
          ? own[name]
          : {
              u: Math.min(1, Math.max(0, own[name].u + by.x)),
              v: Math.min(1, Math.max(0, own[name].v + by.y)),
            };
      setCentres({ left: moved("left"), right: moved("right") });
    },
    point: (centre) => {
      pointer.current = centre;
    },
  };
}
