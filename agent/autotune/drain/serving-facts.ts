import { listeningPort, processFolder } from "../../host/machine/process-details.ts";
import { readProcess } from "../../host/process-list.ts";
import { readRunFiles } from "../conflicts/run-files.ts";
import { askModels } from "../restore/ask-one-token.ts";
import type { DrainPlace } from "./drain-place.ts";

const ASK_MS = 2000;

/** What a restore will need to know of a serving process, read while it still runs (RO1). */
export interface ServingFacts {
  readonly startTime: string | null;
  readonly folder: string | null;
  readonly port: number | null;
  readonly weightsBytes: number | null;
}

/** From the process itself, else from its run file (A26), else from its arguments. */
export async function servingFacts(place: DrainPlace, pid: number): Promise<ServingFacts> {
  const row = await readProcess(pid);
  const startTime = row?.startTime ?? null;
  const file = readRunFiles(place.stateDir).find(
    (other) => other.file.pid === pid && other.file.start_time === startTime,
  );
  const port = (await listeningPort(pid)) ?? file?.file.port ?? portOfArgv(file?.file.argv ?? row?.argv ?? []);
  return {
    startTime,
    folder: file?.file.cwd ?? (await processFolder(pid)),
    port,
    weightsBytes: port === null ? null : await weightsOn(place, port),
  };
}

function portOfArgv(argv: readonly string[]): number | null {
  const port = Number(argv[argv.indexOf("--port") + 1]);
  return argv.includes("--port") && Number.isInteger(port) && port > 0 ? port : null;
}

async function weightsOn({ cache }: DrainPlace, port: number): Promise<number | null> {
  const { model } = await askModels(port, ASK_MS);
  const bytes = model === null ? 0 : cache.cachedBytes(model);
  return bytes > 0 ? bytes : null;
}
