import { readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { isStartedWith } from "../engines/child/is-started-with.ts";
import { stopGroup } from "../host/process.ts";
import { isProcessAlive, listProcesses } from "../host/process-list.ts";

const GRACE_MS = 10_000;

/** A26: what a serving process left about itself and its engine. Read loosely, for an older version may have written it. */
const RunFileBody = z.looseObject({
  pid: z.int(),
  start_time: z.union([z.string(), z.number()]).transform(String),
  engine_pid: z.int().nullish(),
  engine_start_time: z.union([z.string(), z.number()]).transform(String).nullish(),
  engine_argv: z.array(z.string()).nullish(),
});
type RunFileBody = z.infer<typeof RunFileBody>;

/** A26: stops the engine that a dead serving process left, when pid, start time and argv match, and removes its run file. */
export async function stopLeftoverEngine(path: string): Promise<string[]> {
  const body = readBody(path);
  if (body === null || (await isProcessAlive(body.pid, body.start_time))) return [];
  const engine = (await listProcesses()).find((row) => !row.isZombie && row.groupId === row.pid && isNamed(body, row));
  if (engine !== undefined) {
    await stopGroup({ pid: engine.pid, startTime: engine.startTime, graceMs: GRACE_MS, mayKill: true });
  }
  rmSync(path, { force: true });
  return engine === undefined ? [] : [`engine of a dead serve process on ${path}`];
}

type Row = { readonly pid: number; readonly startTime: string; readonly argv: readonly string[] };

const isNamed = (body: RunFileBody, row: Row): boolean =>
  row.pid === body.engine_pid &&
  row.startTime === body.engine_start_time &&
  isStartedWith(row.argv, body.engine_argv ?? []);

function readBody(path: string): RunFileBody | null {
  try {
    const parsed = RunFileBody.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
