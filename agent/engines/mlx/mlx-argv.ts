import type { EngineKnobs } from "../engine.ts";

export type MlxAim = {
  readonly binary: string;
  readonly modelPath: string;
  readonly port: number;
  readonly knobs: EngineKnobs;
};

const common = ({ binary, modelPath, port }: MlxAim) => [
  binary,
  ...["--model", modelPath, "--host", "127.0.0.1", "--port", String(port)],
];

/** The host is always named: this server listens on every interface by default. Group size and start are A5's. */
export function mlxVlmArgv(aim: MlxAim): string[] {
  const { kvBits, maxContext, maxBatch } = aim.knobs;
  const quantised = ["--kv-bits", String(kvBits), "--kv-quant-scheme", "uniform", "--kv-group-size", "64"];
  return [
    ...common(aim),
    ...["--max-kv-size", String(maxContext), "--max-num-seqs", String(maxBatch)],
    ...(kvBits === null ? [] : [...quantised, "--quantized-kv-start", "0"]),
  ];
}

/** This server has no flag for the cap or the KV bits. */
export function mlxLmArgv(aim: MlxAim): string[] {
  const concurrency = String(aim.knobs.maxBatch);
  return [...common(aim), "--decode-concurrency", concurrency, "--prompt-concurrency", concurrency];
}
