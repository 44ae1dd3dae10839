import type { TreeCandidate, TreeInput } from "../tree-input.ts";
import { type MemoryScale, memoryScale } from "./scale.ts";

export type TreeForm = "wide" | "narrow";

/** Where things stand: one wire per candidate, the first on the lowest. */
export interface TreeFrame {
  form: TreeForm;
  width: number;
  height: number;
  /** The trunk's x, which is zero on the memory axis. */
  x0: number;
  /** Right end of the wires. */
  xEnd: number;
  topY: number;
  floorY: number;
  wireY: number[];
  scale: MemoryScale;
  /** Bytes of the heaviest weights; their branch has the full thickness. */
  heaviestBytes: number;
  x(bytes: number): number;
}

const FORMS = {
  wide: {
    width: 1040,
    x0: 250,
    xEnd: 1008,
    ticks: 8,
    bare: [18, 18],
    cut: [54, 20],
    chosen: [66, 62],
    growing: [30, 26],
  },
  narrow: {
    width: 300,
    x0: 18,
    xEnd: 291,
    ticks: 4,
    bare: [30, 12],
    cut: [68, 16],
    chosen: [88, 66],
    growing: [46, 20],
  },
} as const;

const FLOOR = 50;
const FOOT = { wide: 48, narrow: 48 } as const;

/** Height a wire needs above and below it. */
function room(candidate: TreeCandidate, input: TreeInput, form: TreeForm): readonly [number, number] {
  const forms = FORMS[form];
  if (candidate.state === "not-probed") return forms.bare;
  if (candidate.state === "growing") return forms.growing;
  if (candidate.state === "chosen") return input.cells.length > 0 ? forms.chosen : forms.growing;
  return forms.cut;
}

function largestBytes(input: TreeInput): number {
  const largest = Math.max(2 ** 26, ...input.candidates.map((candidate) => candidate.needBytes ?? 0));
  const wall = input.workingSetBytes;
  return wall !== null && wall > largest && wall < 2 * largest ? wall : largest;
}

/** Lays out wires, axis and floor for a drawing form; the lowest wire is the operator's first candidate. */
export function frameTree(input: TreeInput, form: TreeForm): TreeFrame {
  const { width, x0, xEnd, ticks } = FORMS[form];
  const scale = memoryScale(largestBytes(input), ticks);
  const offsets: number[] = [];
  let above = 0;
  input.candidates.forEach((candidate, index) => {
    const [up, down] = room(candidate, input, form);
    above += index === 0 ? 0 : down;
    offsets.push(above);
    above += up;
  });
  const firstDown = input.candidates[0] ? room(input.candidates[0], input, form)[1] : 0;
  const topY = input.workingSetBytes === null ? 6 : 24;
  const lowest = topY + above;
  const floorY = lowest + Math.max(FLOOR, firstDown + 6);
  return {
    form,
    width,
    height: floorY + FOOT[form],
    x0,
    xEnd,
    topY,
    floorY,
    wireY: offsets.map((offset) => lowest - offset),
    scale,
    heaviestBytes: Math.max(1, ...input.candidates.map((candidate) => candidate.weightsBytes ?? 0)),
    x: (bytes) => x0 + (Math.min(bytes, scale.maxBytes) / scale.maxBytes) * (xEnd - x0 - 8),
  };
}
