import type { EngineKnobs } from "../engine.ts";

export type LlamaServerAim = {
  readonly binary: string;
  readonly modelPath: string;
  readonly port: number;
  readonly knobs: EngineKnobs;
  readonly threads: number | null;
};

const CACHE_TYPE = { 8: "q8_0", 4: "q4_0" } as const;

/**
 * TA20. The context is that of all slots together, so it is multiplied; without `-no-kvu` and an explicit `-np` slots get
 * another size than asked, and without `-fit off` the engine may change what it was given.
 */
export function llamaServerArgv({ binary, modelPath, port, knobs, threads }: LlamaServerAim): string[] {
  const { kvBits, maxContext, maxBatch } = knobs;
  const cacheType = kvBits === null ? [] : ["-ctk", CACHE_TYPE[kvBits], "-ctv", CACHE_TYPE[kvBits], "-fa", "on"];
  return [
    binary,
    ...["-m", modelPath, "--offline"],
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...["-c", String(maxContext * maxBatch), "-np", String(maxBatch), "-no-kvu"],
    ...["-fit", "off", ...cacheType],
    ...["-ngl", "all", "--cache-ram", "0"],
    ...(threads === null ? [] : ["-t", String(threads)]),
  ];
}
