import type { KnobSettings } from "../../../core/serving/knobs.ts";

export interface ProviderAim {
  readonly model: string;
  readonly port: number;
  readonly knobs: KnobSettings;
}

export type ProviderArgv =
  | { readonly kind: "ok"; readonly argv: readonly string[] }
  | { readonly kind: "refused"; readonly reason: string };

/** B18: `serve --no-join --model <id> --port <n>` plus only the knobs that are set; impossible values are refused before spawning. */
export function providerArgv(aim: ProviderAim): ProviderArgv {
  const reason = refusal(aim);
  if (reason !== null) return { kind: "refused", reason };
  const { kvBits, maxBatch, maxContext } = aim.knobs;
  return {
    kind: "ok",
    argv: [
      "serve",
      "--no-join",
      "--model",
      aim.model,
      "--port",
      String(aim.port),
      ...(kvBits === null ? [] : ["--kv-bits", String(kvBits)]),
      ...(maxBatch === null ? [] : ["--max-batch", String(maxBatch)]),
      ...(maxContext === null ? [] : ["--max-context", String(maxContext)]),
    ],
  };
}

function refusal(aim: ProviderAim): string | null {
  const { kvBits, maxBatch, maxContext } = aim.knobs;
  if (!Number.isInteger(aim.port) || aim.port < 1 || aim.port > 65_535) return `port ${aim.port} is not in 1..65535`;
  if (aim.model === "" || aim.model.startsWith("-")) return `model id '${aim.model}' is not usable`;
  if (kvBits !== null && kvBits !== 4 && kvBits !== 8) return `kv bits ${String(kvBits)} must be 4 or 8`;
  if (maxBatch !== null && !(Number.isInteger(maxBatch) && maxBatch >= 1)) return `batch ${maxBatch} must be >= 1`;
  if (maxContext !== null && !(Number.isInteger(maxContext) && maxContext >= 1)) {
    return `context ${maxContext} must be >= 1`;
  }
  return null;
}
