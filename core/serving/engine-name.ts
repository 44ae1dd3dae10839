import { z } from "zod";

/** The engines serve can front (serve.md section 6). */
export const EngineName = z.enum([
  "embedded",
  "llama-server",
  "mlx_vlm.server",
  "mlx_lm.server",
  "ollama",
  "macprovider-cli",
]);
export type EngineName = z.infer<typeof EngineName>;

/** A50: what an engine loads: a GGUF file, an MLX folder, or a model it names and fetches by itself. */
export type ModelForm = "gguf" | "mlx" | "own";

const FORMS: Readonly<Record<EngineName, ModelForm>> = {
  embedded: "gguf",
  "llama-server": "gguf",
  "mlx_vlm.server": "mlx",
  "mlx_lm.server": "mlx",
  ollama: "own",
  "macprovider-cli": "own",
};

export function modelFormOf(engine: EngineName): ModelForm {
  return FORMS[engine];
}
