import { join } from "node:path";
import { z } from "zod";
import { runJson } from "./run-json.ts";

const Bare = z.object({
  readings: z.array(z.object({ id: z.string(), firstMs: z.number(), lastMs: z.number() })),
  cpuMs: z.number(),
});

/** The same stream by a bare socket reader, in its own process. */
export async function readBare(ask: {
  port: number;
  requests: number;
  concurrency: number;
}): Promise<z.infer<typeof Bare>> {
  const script = join(import.meta.dirname, "bare-reader.ts");
  return Bare.parse(await runJson([script, String(ask.port), String(ask.requests), String(ask.concurrency)]));
}
