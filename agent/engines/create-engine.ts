import type { EngineName } from "../../core/serving/engine-name.ts";
import type { ChildSetup } from "./child/open-engine-child.ts";
import { createEmbeddedEngine } from "./embedded.ts";
import type { Engine } from "./engine.ts";
import { createLlamaServerEngine } from "./llama-server/llama-server.ts";
import { createMacproviderEngine } from "./macprovider/macprovider.ts";
import { createMlxLmEngine } from "./mlx/mlx-lm.ts";
import { createMlxVlmEngine } from "./mlx/mlx-vlm.ts";
import { createOllamaEngine } from "./ollama/ollama.ts";

/** The adapter of an engine (serve.md section 6). */
export function createEngine(name: EngineName, setup: ChildSetup): Engine {
  switch (name) {
    case "embedded":
      return createEmbeddedEngine(setup.clock.monoMs);
    case "llama-server":
      return createLlamaServerEngine(setup);
    case "mlx_vlm.server":
      return createMlxVlmEngine(setup);
    case "mlx_lm.server":
      return createMlxLmEngine(setup);
    case "ollama":
      return createOllamaEngine(setup);
    case "macprovider-cli":
      return createMacproviderEngine(setup);
  }
}
