import { ggufFormOf, mlxFormOf } from "../../core/serving/catalogue.ts";
import type { EngineName } from "../../core/serving/engine-name.ts";
import { parseModelId } from "../../core/serving/model-id.ts";
import { ModelFailure } from "./model-failure.ts";

/** A50: the name by which an engine fetches a model itself: `hf.co/<repo>:<quant>` for ollama, the MLX id for macprovider-cli. */
export function ownModelName(id: string, engine: EngineName): string {
  if (engine === "ollama") {
    const form = parseModelId(ggufFormOf(id) ?? id);
    if (form.kind !== "gguf") throw new ModelFailure(`model ${id} has no GGUF form`);
    return `hf.co/${form.repository}:${form.quant}`;
  }
  const form = parseModelId(mlxFormOf(id) ?? id);
  if (form.kind !== "mlx") throw new ModelFailure(`model ${id} has no MLX form`);
  return form.repository;
}
