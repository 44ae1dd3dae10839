import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { root } from "../surroundings.ts";
import { runJson } from "./run-json.ts";

const Metrics = z.object({
  ttft_ms: z.number(),
  ttfo_ms: z.number().nullable(),
  e2e_ms: z.number(),
  tpot_ms: z.number().nullable(),
  n_out: z.int(),
  k1: z.int(),
  client_queue_ms: z.number(),
});
const Request = z.object({
  request_id: z.string(),
  is_warm_up: z.boolean(),
  error_class: z.string().nullable(),
  metrics: Metrics.nullable(),
});
const Document = z.object({
  levels: z.tuple([
    z.object({
      method: z.string().nullable(),
      client_cpu_ms: z.number(),
      requests: z.array(Request),
    }),
  ]),
});
export type ProbedRequest = z.infer<typeof Request>;
export type ProbedLevel = z.infer<typeof Document>["levels"][0];

export interface ProbeAsk {
  readonly port: number;
  /** As `--load` takes it, such as `closed:8`. */
  readonly load: string;
  readonly requests: number;
  readonly maxTokens: number;
}

/** One level through the client of `espalier probe` itself, in its own process; the warm-up is left out. */
export async function espalierProbe(ask: ProbeAsk): Promise<ProbedLevel> {
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-bench-"));
  try {
    const out = await runJson([
      join(root, "agent", "bin", "espalier"),
      ...["probe", "--json", "--state-dir", stateDir, "--url", `http://127.0.0.1:${ask.port}`],
      ...["--load", ask.load, "--gaps", "constant", "--prompt-tokens", "64"],
      ...["--max-tokens", String(ask.maxTokens), "--requests", String(ask.requests)],
    ]);
    const [level] = Document.parse(out).levels;
    return { ...level, requests: level.requests.filter((request) => !request.is_warm_up) };
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}
