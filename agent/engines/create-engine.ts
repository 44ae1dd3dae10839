import type { EngineName } from "../../core/serving/engine-name.ts";
import type { ChildSetup } from "./child/open-engine-child.ts";
import { createEmbeddedEngine } from "./embedded.ts";
import type { Engine } from "./engine.ts";
import { createLlamaServerEngine } from "./llama-server/llama-server.ts";

/** The adapter of an engine (serve.md section 6). */
export function createEngine(name: EngineName, setup: ChildSetup): Engine {
  switch (name) {
    case "embedded":
      return createEmbeddedEngine(setup.clock.monoMs);
    case "llama-server":
      return createLlamaServerEngine(setup);
    default:
      throw new Error(`${name} has no adapter`);
  }
}
