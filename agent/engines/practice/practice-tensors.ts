import type { PracticeModel } from "../../../core/serving/practice-models.ts";
import type { TensorShape } from "../gguf/encode-header.ts";

/** The hidden direction that only embeddings write: it tells the output which tokens are unlikely. */
const MARKER = 0;
const MARKER_LEVEL = 3;
const UNLIKELY_WEIGHT = -20;

/** How a tensor is filled: random around zero, all ones, or random with one row or column set. */
type TensorFill = "random" | "ones" | "embedding" | "output" | "keepsMarker";

/** A practice model of any head size. */
export type PracticeShape = Omit<PracticeModel, "headDim"> & { readonly headDim: number };

export type PracticeTensor = TensorShape & { readonly fill: TensorFill };

/** Every tensor of the `llama` architecture, in file order. */
export function practiceTensors(model: PracticeShape): PracticeTensor[] {
  const { width, feedForward, vocabulary } = model;
  const matrix = (name: string, size: readonly [columns: number, rows: number], fill: TensorFill = "random") => ({
    name: `${name}.weight`,
    columns: size[0],
    rows: size[1],
    isVector: false,
    fill,
  });
  const norm = (name: string): PracticeTensor => ({
    name: `${name}.weight`,
    columns: width,
    rows: 1,
    isVector: true,
    fill: "ones",
  });
  const blocks = Array.from({ length: model.layers }, (_, layer) => `blk.${layer}`).flatMap((block) => [
    norm(`${block}.attn_norm`),
    matrix(`${block}.attn_q`, [width, width]),
    matrix(`${block}.attn_k`, [width, model.kvHeads * model.headDim]),
    matrix(`${block}.attn_v`, [width, model.kvHeads * model.headDim]),
    matrix(`${block}.attn_output`, [width, width], "keepsMarker"),
    norm(`${block}.ffn_norm`),
    matrix(`${block}.ffn_gate`, [width, feedForward]),
    matrix(`${block}.ffn_up`, [width, feedForward]),
    matrix(`${block}.ffn_down`, [feedForward, width], "keepsMarker"),
  ]);
  return [
    matrix("token_embd", [width, vocabulary], "embedding"),
    ...blocks,
    norm("output_norm"),
    matrix("output", [width, vocabulary], "output"),
  ];
}

/** Deterministic values of some rows of a tensor; the same for equal id, name and row on every machine. */
export class TensorSource {
  private readonly tensor: PracticeTensor;
  private readonly isLikely: readonly boolean[];
  private state: number;

  constructor(tensor: PracticeTensor, isLikely: readonly boolean[], seed: string) {
    this.tensor = tensor;
    this.isLikely = isLikely;
    this.state = seedOf(`${seed}/${tensor.name}`);
  }

  /** Fills whole rows, in order from the first row of the tensor. */
  fill(values: Float32Array, firstRow: number): void {
    if (this.tensor.fill === "ones") {
      values.fill(1);
      return;
    }
    this.fillRandom(values);
    const { columns } = this.tensor;
    for (let start = 0, row = firstRow; start < values.length; start += columns, row++) {
      this.mark(values.subarray(start, start + columns), row);
    }
  }

  private fillRandom(values: Float32Array): void {
    const scale = Math.sqrt(3 / this.tensor.columns) / 0x80000000;
    let state = this.state;
    for (let index = 0; index < values.length; index++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      values[index] = state * scale;
    }
    this.state = state;
  }

  private mark(row: Float32Array, index: number): void {
    if (this.tensor.fill === "keepsMarker" && index === MARKER) row.fill(0);
    if (this.tensor.fill === "embedding") {
      for (let column = 0; column < row.length; column++) row[column] = (row[column] ?? 0) * Math.sqrt(row.length);
      row[MARKER] = MARKER_LEVEL;
    }
    if (this.tensor.fill === "output") {
      const isLikely = this.isLikely[index] === true;
      if (!isLikely) row.fill(0);
      row[MARKER] = isLikely ? 0 : UNLIKELY_WEIGHT;
    }
  }
}

/** FNV-1a; never zero, which would stop the generator. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash === 0 ? 1 : hash;
}
