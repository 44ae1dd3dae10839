import { readFile } from "node:fs/promises";
import { z } from "zod";
import { readMetalBudget } from "../embedded/metal-working-set.ts";
import { EngineFailure, type ModelInspection } from "../engine.ts";
import { mlxConfigPath } from "../hub/mlx-snapshot.ts";

const count = z.int().positive().optional().catch(undefined);

const TextConfig = z.looseObject({
  max_position_embeddings: count,
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  hidden_size: count,
  head_dim: count,
});

/** A vision model keeps the numbers of its language half one level down. */
const Config = TextConfig.extend({ text_config: TextConfig.optional().catch(undefined) });

/** What an MLX folder's config says (A60), and the Metal budget (A61). Throws `EngineFailure` when it is no model. */
export async function inspectMlx(folder: string): Promise<ModelInspection> {
  const config = await readConfig(folder);
  const text = config.text_config ?? config;
  return {
    trainedContext: text.max_position_embeddings ?? null,
    kvBytesPerToken: kvBytesPerToken(text),
    budgetBytes: await readMetalBudget(),
  };
}

async function readConfig(folder: string): Promise<z.infer<typeof Config>> {
  try {
    return Config.parse(JSON.parse(await readFile(mlxConfigPath(folder), "utf8")));
  } catch (cause) {
    throw new EngineFailure(`${mlxConfigPath(folder)} cannot be read as a model's config`, { cause });
  }
}

/** Keys and values of all layers at 16 bit; null when a term is missing. */
function kvBytesPerToken(config: z.infer<typeof TextConfig>): number | null {
  const { num_hidden_layers: layers, num_attention_heads: heads, hidden_size: width } = config;
  const kvHeads = config.num_key_value_heads ?? heads;
  const headDim = config.head_dim ?? (width !== undefined && heads !== undefined ? width / heads : undefined);
  if (layers === undefined || kvHeads === undefined || headDim === undefined) return null;
  return 2 * 2 * layers * kvHeads * headDim;
}
