"use client";
import { useState } from "react";
import type { TreeDrawing } from "./drawing/shapes.ts";
import styles from "./espalier-tree.module.css";
import { ShapeGroups } from "./shape-groups.tsx";

const MOTION = { none: undefined, branch: styles["branch"], leaf: styles["leaf"] } as const;

/** Draws a finished layout; while the run is live, what is new since the page was opened grows. */
export function TreeSvg({ drawing, isLive }: { drawing: TreeDrawing; isLive: boolean }) {
  const [stood] = useState(() => new Set(drawing.groups.map((group) => group.key)));
  return (
    <svg
      role="img"
      aria-label={drawing.label}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      className="block h-auto w-full"
    >
      <ShapeGroups
        groups={drawing.groups}
        growthOf={(group) => (isLive && !stood.has(group.key) ? MOTION[group.motion] : undefined)}
      />
    </svg>
  );
}
