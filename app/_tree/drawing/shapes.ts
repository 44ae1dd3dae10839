/** Names of colour tokens; the component turns them into CSS variables, so one drawing serves both themes. */
export type Tone =
  | "wall"
  | "sunk"
  | "panel"
  | "line"
  | "edge"
  | "ink"
  | "ink-2"
  | "ink-3"
  | "leaf"
  | "bark"
  | "wire"
  | "degrading"
  | "blocking";

interface Paint {
  fill?: Tone | undefined;
  stroke?: Tone | undefined;
  strokeWidth?: number | undefined;
  dash?: string | undefined;
  opacity?: number | undefined;
}

export type TextRole = "label" | "quiet" | "strong" | "number";

export type Shape =
  | ({ kind: "path"; d: string } & Paint)
  | ({ kind: "circle"; cx: number; cy: number; r: number } & Paint)
  | ({ kind: "ellipse"; cx: number; cy: number; rx: number; ry: number } & Paint)
  | {
      kind: "text";
      x: number;
      y: number;
      text: string;
      role: TextRole;
      anchor: "start" | "middle" | "end";
      tone?: Tone;
      /** Stands on lines that pass behind it. */
      hasHalo?: boolean;
    };

/** How a group comes into view while a run is live. */
type Motion = "none" | "branch" | "leaf";

export interface ShapeGroup {
  /** Changes when the row behind it changes state, so that only what is new grows. */
  key: string;
  motion: Motion;
  shapes: Shape[];
}

export interface TreeDrawing {
  width: number;
  height: number;
  /** What a screen reader hears instead of the picture. */
  label: string;
  groups: ShapeGroup[];
}

/** One decimal is below a device pixel and keeps the bytes of equal drawings equal. */
export function px(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return String(Object.is(rounded, -0) ? 0 : rounded);
}

/** A straight line as a path shape. */
export function lineShape(from: readonly [number, number], to: readonly [number, number], paint: Paint): Shape {
  return { kind: "path", d: `M${px(from[0])} ${px(from[1])}L${px(to[0])} ${px(to[1])}`, ...paint };
}
