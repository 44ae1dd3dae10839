import type { EngineKnobs } from "../engine.ts";

export type MacproviderAim = {
  readonly binary: string;
  readonly modelPath: string;
  readonly port: number;
  readonly knobs: EngineKnobs;
};

/** The same flags as our own serve (B18); it never joins a fleet of its own. */
export function macproviderArgv({ binary, modelPath, port, knobs }: MacproviderAim): string[] {
  const { kvBits, maxContext, maxBatch } = knobs;
  return [
    binary,
    ...["serve", "--no-join", "--model", modelPath, "--port", String(port)],
    ...(kvBits === null ? [] : ["--kv-bits", String(kvBits)]),
    ...["--max-batch", String(maxBatch), "--max-context", String(maxContext)],
  ];
}
