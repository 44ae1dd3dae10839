import { modelKey } from "./model-id.ts";
import { PRACTICE_MODELS, practiceKvBytesPerToken, practiceParameters } from "./practice-models.ts";

/** What is known of a model before its own header was read (serve.md section 7). Sizes in bytes, `sizeB` in 10⁹ parameters. */
interface ModelFacts {
  id: string;
  sizeB: number;
  /** Weights of the form the embedded engine loads (GGUF). */
  weightsBytes: number;
  /** 16 bit keys and values of one token. */
  kvBytesPerToken: number;
  isPractice: boolean;
}

interface CatalogueModel {
  sizeB: number;
  mlx: { id: string; weightsBytes: number };
  gguf: { id: string; weightsBytes: number };
  kvBytesPerToken: number;
}

/** B9, B10: the default list in its fixed order, as code, the 32B above most Macs on purpose. */
export const CATALOGUE: readonly CatalogueModel[] = [
  {
    sizeB: 32,
    mlx: { id: "mlx-community/Qwen2.5-32B-Instruct-4bit", weightsBytes: 17_000_000_000 },
    gguf: { id: "bartowski/Qwen2.5-32B-Instruct-GGUF:Q4_K_M", weightsBytes: 19_900_000_000 },
    kvBytesPerToken: 262_144,
  },
  {
    sizeB: 14,
    mlx: { id: "mlx-community/Qwen2.5-14B-Instruct-4bit", weightsBytes: 8_000_000_000 },
    gguf: { id: "bartowski/Qwen2.5-14B-Instruct-GGUF:Q4_K_M", weightsBytes: 9_000_000_000 },
    kvBytesPerToken: 196_608,
  },
  {
    sizeB: 7,
    mlx: { id: "mlx-community/Qwen2.5-Coder-7B-Instruct-4bit", weightsBytes: 4_000_000_000 },
    gguf: { id: "bartowski/Qwen2.5-Coder-7B-Instruct-GGUF:Q4_K_M", weightsBytes: 4_700_000_000 },
    kvBytesPerToken: 57_344,
  },
  {
    sizeB: 3,
    mlx: { id: "mlx-community/Llama-3.2-3B-Instruct-4bit", weightsBytes: 1_800_000_000 },
    gguf: { id: "bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M", weightsBytes: 2_000_000_000 },
    kvBytesPerToken: 114_688,
  },
  {
    sizeB: 1,
    mlx: { id: "mlx-community/Llama-3.2-1B-Instruct-4bit", weightsBytes: 700_000_000 },
    gguf: { id: "bartowski/Llama-3.2-1B-Instruct-GGUF:Q4_K_M", weightsBytes: 800_000_000 },
    kvBytesPerToken: 32_768,
  },
];

/** Ids as recipes and rows carry them, largest first (B9). */
export const DEFAULT_CANDIDATES: readonly string[] = CATALOGUE.map((model) => model.mlx.id);

export const PRACTICE_CANDIDATES: readonly string[] = PRACTICE_MODELS.map((model) => model.id);

/**
 * The practice list's own plan: seconds instead of minutes per request. The gate lies midway (as a ratio) between the 1.75 s
 * of one request and the 3.5 s of two at once of the largest model on two cores, so that the second misses it and no noise decides.
 */
export const PRACTICE_PLAN = {
  targetContext: 1000,
  gateTtftMs: 2500,
  stage1Replicates: 1,
  stage2Replicates: 3,
  kvBitsAxis: [null, 8],
  maxBatchAxis: [1, 2],
} as const;

function catalogueFacts(): [string, ModelFacts][] {
  return CATALOGUE.flatMap(({ sizeB, mlx, gguf, kvBytesPerToken }) =>
    [mlx.id, gguf.id].map((id): [string, ModelFacts] => [
      modelKey(id),
      { id, sizeB, weightsBytes: gguf.weightsBytes, kvBytesPerToken, isPractice: false },
    ]),
  );
}

function practiceFacts(): [string, ModelFacts][] {
  return PRACTICE_MODELS.map((model) => [
    modelKey(model.id),
    {
      id: model.id,
      sizeB: practiceParameters(model) / 1e9,
      weightsBytes: practiceParameters(model) * 4,
      kvBytesPerToken: practiceKvBytesPerToken(model),
      isPractice: true,
    },
  ]);
}

const FACTS = new Map([...catalogueFacts(), ...practiceFacts()]);

/** The catalogue's facts of an id in either form, or null for a model it does not know. */
export function findModelFacts(id: string): ModelFacts | null {
  return FACTS.get(modelKey(id)) ?? null;
}

/** A50: the id of the file the embedded engine loads, or null when the catalogue knows no GGUF form. */
export function ggufFormOf(id: string): string | null {
  const key = modelKey(id);
  return CATALOGUE.find(({ mlx, gguf }) => modelKey(mlx.id) === key || modelKey(gguf.id) === key)?.gguf.id ?? null;
}

/** A50: the id of the folder an MLX engine loads, or null when the catalogue knows no MLX form. */
export function mlxFormOf(id: string): string | null {
  const key = modelKey(id);
  return CATALOGUE.find(({ mlx, gguf }) => modelKey(mlx.id) === key || modelKey(gguf.id) === key)?.mlx.id ?? null;
}
