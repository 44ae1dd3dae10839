import { expect, test } from "vitest";
import { EngineName, modelFormOf } from "./engine-name.ts";

test("A50 each engine loads one form: a GGUF file, an MLX folder, or what it fetches itself", () => {
  expect(EngineName.options.map((engine) => [engine, modelFormOf(engine)])).toEqual([
    ["embedded", "gguf"],
    ["llama-server", "gguf"],
    ["mlx_vlm.server", "mlx"],
    ["mlx_lm.server", "mlx"],
    ["ollama", "own"],
    ["macprovider-cli", "own"],
  ]);
});
