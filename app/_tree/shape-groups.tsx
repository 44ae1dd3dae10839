import type { Shape, ShapeGroup, TextRole, Tone } from "./drawing/shapes.ts";
import styles from "./espalier-tree.module.css";

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
      <text
        x={shape.x}
        y={shape.y}
        textAnchor={shape.anchor}
        className={`${TEXT[shape.role]} ${shape.hasHalo ? styles["halo"] : ""}`}
        {...fill}
      >
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

interface ShapeGroupsProps {
  groups: readonly ShapeGroup[];
  /** The class that lets a group grow into view; undefined for one that just stands. */
  growthOf?: (group: ShapeGroup) => string | undefined;
}

/** Laid-out shapes as SVG elements. */
export function ShapeGroups({ groups, growthOf }: ShapeGroupsProps) {
  return groups.map((group) => {
    const growth = growthOf?.(group);
    return (
      <g key={group.key} {...(growth === undefined ? {} : { className: growth })}>
        {group.shapes.map((shape, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: shapes of a group are a fixed picture that is replaced whole when its key changes.
          <ShapeMark key={index} shape={shape} />
        ))}
      </g>
    );
  });
}
