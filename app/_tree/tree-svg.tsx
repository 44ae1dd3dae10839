"use client";
import { useState } from "react";
import type { Shape, ShapeGroup, TextRole, Tone, TreeDrawing } from "./drawing/shapes.ts";
import styles from "./espalier-tree.module.css";

const MOTION = { none: undefined, branch: styles["branch"], leaf: styles["leaf"] } as const;

const TEXT: Record<TextRole, string> = {
  label: `${styles["text"]}`,
  quiet: `${styles["text"]} ${styles["quiet"]}`,
  strong: `${styles["text"]} ${styles["strong"]}`,
  number: `${styles["text"]} ${styles["number"]}`,
};

function paint(tone: Tone | undefined): string {
  return tone === undefined ? "none" : `var(--${tone})`;
}

function ShapeMark({ shape }: { shape: Shape }) {
  if (shape.kind === "text") {
    const fill = shape.tone === undefined ? {} : { style: { fill: paint(shape.tone) } };
    return (
      <text x={shape.x} y={shape.y} textAnchor={shape.anchor} className={TEXT[shape.role]} {...fill}>
        {shape.text}
      </text>
    );
  }
  const look = {
    fill: paint(shape.fill),
    stroke: paint(shape.stroke),
    ...(shape.strokeWidth === undefined ? {} : { strokeWidth: shape.strokeWidth }),
    ...(shape.dash === undefined ? {} : { strokeDasharray: shape.dash }),
    ...(shape.opacity === undefined ? {} : { opacity: shape.opacity }),
    strokeLinecap: "round" as const,
  };
  if (shape.kind === "path") return <path d={shape.d} {...look} />;
  if (shape.kind === "circle") return <circle cx={shape.cx} cy={shape.cy} r={shape.r} {...look} />;
  return <ellipse cx={shape.cx} cy={shape.cy} rx={shape.rx} ry={shape.ry} {...look} />;
}

function Group({ group, isGrowing }: { group: ShapeGroup; isGrowing: boolean }) {
  const motion = isGrowing ? MOTION[group.motion] : undefined;
  return (
    <g {...(motion === undefined ? {} : { className: motion })}>
      {group.shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: shapes of a group are a fixed picture that is replaced whole when its key changes.
        <ShapeMark key={index} shape={shape} />
      ))}
    </g>
  );
}

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
      {drawing.groups.map((group) => (
        <Group key={group.key} group={group} isGrowing={isLive && !stood.has(group.key)} />
      ))}
    </svg>
  );
}
