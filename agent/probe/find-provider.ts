import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ProbeProvider } from "../../core/probing/probe-record.ts";
import { readHealth } from "../autotune/provider/health.ts";
import { httpGet } from "../autotune/provider/http-get.ts";
import { isProcessAlive } from "../host/process-list.ts";

export type FoundProvider =
  | { readonly kind: "found"; readonly provider: ProbeProvider }
  | { readonly kind: "none"; readonly reason: string; readonly fix: string };

const none = (reason: string, fix: string): FoundProvider => ({ kind: "none", reason, fix });

/** A26 as far as a probe reads it. */
const RunFile = z.looseObject({ pid: z.int(), start_time: z.string().nullable(), port: z.int().min(1).max(65_535) });
type RunFile = z.infer<typeof RunFile>;

function readRunFile(path: string): RunFile | null {
  try {
    const parsed = RunFile.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Run files whose very process is alive; a leftover of a dead one names nobody. */
async function livingRunFiles(stateDir: string): Promise<RunFile[]> {
  let names: string[] = [];
  try {
    names = readdirSync(stateDir).filter((name) => /^serve-\d+\.json$/.test(name));
  } catch {
    return [];
  }
  const files = names.flatMap((name) => readRunFile(join(stateDir, name)) ?? []);
  const alive = await Promise.all(files.map(({ pid, start_time }) => isProcessAlive(pid, start_time)));
  return files.filter((_file, index) => alive[index] === true);
}

const Models = z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) });

async function firstModel(port: number): Promise<string | null> {
  const answer = await httpGet({ port, path: "/v1/models", timeoutMs: 5000 });
  try {
    return Models.parse(JSON.parse(answer.body)).data[0]?.id ?? null;
  } catch {
    return null;
  }
}

/** What answers on a port; a server that tells less than `espalier serve` is measured all the same. */
async function describe(port: number, pid: number | null): Promise<FoundProvider> {
  const health = await readHealth(port);
  const model = health?.model ?? (await firstModel(port));
  if (model === null) {
    return none(`nothing on port ${port} names a loaded model`, `curl http://127.0.0.1:${port}/v1/models`);
  }
  return {
    kind: "found",
    provider: {
      port,
      pid: health?.pid ?? pid,
      model,
      engine: health?.engine ?? null,
      engineVersion: health?.engineVersion ?? null,
      knobs: health?.knobs ?? null,
      maxConcurrency: health?.capacity?.maxConcurrency ?? null,
      maxContext: health?.capacity?.maxContext ?? null,
    },
  };
}

/** The provider a probe measures: the one on the given port, else the only one that left its run file in the state folder. */
export async function findProvider(stateDir: string, port: number | null): Promise<FoundProvider> {
  if (port !== null) return describe(port, null);
  const files = await livingRunFiles(stateDir);
  const [only, ...others] = files;
  if (only === undefined) {
    return none(`no provider is serving from ${stateDir}`, "espalier serve --model ID, or name one with --url");
  }
  if (others.length > 0) {
    const ports = files.map((file) => file.port).sort((left, right) => left - right);
    return none(`several providers are serving, on ports ${ports.join(", ")}`, "name one with --url");
  }
  return describe(only.port, only.pid);
}
