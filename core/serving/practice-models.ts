/**
 * The architecture of one practice model; the GGUF writer reads its tensors' shapes from here. The output matrix is its
 * own, so that unlikely tokens can be marked in it.
 */
export interface PracticeModel {
  id: string;
  width: number;
  layers: number;
  heads: number;
  /** Equal to `heads`: no grouped queries. */
  kvHeads: number;
  headDim: 64;
  feedForward: number;
  vocabulary: number;
  /** Trained context as the header states it, tokens. */
  contextLength: number;
}

const SHARED = { headDim: 64, vocabulary: 512, contextLength: 8192 } as const;

/** The practice ladder, biggest first; never re-ordered (B11). */
export const PRACTICE_MODELS: readonly PracticeModel[] = [
  { id: "practice/large-250mb", width: 1024, layers: 5, heads: 16, kvHeads: 16, feedForward: 2688, ...SHARED },
  { id: "practice/medium-64mb", width: 512, layers: 5, heads: 8, kvHeads: 8, feedForward: 1376, ...SHARED },
  { id: "practice/small-16mb", width: 256, layers: 5, heads: 4, kvHeads: 4, feedForward: 672, ...SHARED },
  { id: "practice/tiny-2mb", width: 128, layers: 2, heads: 2, kvHeads: 2, feedForward: 352, ...SHARED },
];

/** Parameters of a practice model: embedding, per layer two norms, four attention and three feed-forward matrices, a last norm, output. */
export function practiceParameters(model: PracticeModel): number {
  const attention = 2 * model.width * model.width + 2 * model.width * model.kvHeads * model.headDim;
  const layer = 2 * model.width + attention + 3 * model.width * model.feedForward;
  return 2 * model.vocabulary * model.width + model.layers * layer + model.width;
}

/** KV-cache bytes per token at 16 bit: keys and values, two bytes each. */
export function practiceKvBytesPerToken(model: PracticeModel): number {
  return 2 * model.layers * model.kvHeads * model.headDim * 2;
}
