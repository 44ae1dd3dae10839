import type { TreeInput } from "../tree-input.ts";
import { ribbonPath } from "./ribbon.ts";
import { lineShape, type Shape, type ShapeGroup } from "./shapes.ts";
import type { TreeFrame } from "./tree-frame.ts";

/** The axis, the floor, and the working set as the wall's edge where it is known. */
export function drawGround(input: TreeInput, frame: TreeFrame): ShapeGroup {
  const shapes: Shape[] = frame.scale.ticks.flatMap((tick): Shape[] => {
    const x = frame.x(tick.bytes);
    return [
      lineShape([x, frame.topY], [x, frame.floorY], { stroke: "edge", strokeWidth: 0.6, dash: "1 6" }),
      { kind: "text", x, y: frame.floorY + 18, text: tick.text, role: "quiet", anchor: "middle" },
    ];
  });
  shapes.push(
    lineShape([frame.x0 - 18, frame.floorY], [frame.xEnd, frame.floorY], { stroke: "edge", strokeWidth: 1 }),
    {
      kind: "text",
      x: (frame.x0 + frame.xEnd) / 2,
      y: frame.floorY + 38,
      text: `≈ memory at context ${input.targetContext.toLocaleString("en-US")}, ${frame.scale.unit}`,
      role: "quiet",
      anchor: "middle",
    },
    ...wallShapes(input, frame),
  );
  return { key: "ground", motion: "none", shapes };
}

function wallShapes(input: TreeInput, frame: TreeFrame): Shape[] {
  if (input.workingSetBytes === null) return [];
  const bytesPerUnit = frame.scale.unit === "GiB" ? 2 ** 30 : 2 ** 20;
  const text = `GPU working set ${(input.workingSetBytes / bytesPerUnit).toFixed(frame.scale.unit === "GiB" ? 1 : 0)}`;
  if (input.workingSetBytes > frame.scale.maxBytes) {
    return [
      {
        kind: "text",
        x: frame.xEnd,
        y: frame.topY - 10,
        text: `${text} ${frame.scale.unit} →`,
        role: "quiet",
        anchor: "end",
      },
    ];
  }
  const x = frame.x(input.workingSetBytes);
  const isRight = x > frame.width - 140;
  return [
    lineShape([x, frame.topY - 14], [x, frame.floorY], { stroke: "ink-2", strokeWidth: 1 }),
    {
      kind: "text",
      x: isRight ? x - 6 : x + 6,
      y: frame.topY - 6,
      text,
      role: "quiet",
      anchor: isRight ? "end" : "start",
    },
  ];
}

/** The trunk: from the floor up to the highest wire that carries a branch. */
export function drawTrunk(input: TreeInput, frame: TreeFrame): ShapeGroup {
  const highest = input.candidates.reduce(
    (found, candidate, index) => (candidate.state === "not-probed" ? found : index),
    -1,
  );
  const top = highest < 0 ? frame.floorY - 26 : (frame.wireY[highest] ?? frame.floorY) - 30;
  const rise = frame.floorY - top;
  const centre = Array.from({ length: 33 }, (_, step) => {
    const along = step / 32;
    return [frame.x0 + Math.sin(along * 3.1) * 1.6, frame.floorY - rise * along] as const;
  });
  const girth = frame.form === "wide" ? 20 : 13;
  const d = ribbonPath(centre, (along) => {
    const flare = Math.max(0, 0.07 - along) * (rise > 80 ? 150 : 90);
    return girth * (1 - along) ** 0.55 + 1.6 + flare;
  });
  return { key: "trunk", motion: "none", shapes: [{ kind: "path", d, fill: "bark" }] };
}
