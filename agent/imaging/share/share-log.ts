import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { CommandError, EXIT_CODES, SIGNAL_CODES } from "../../commands/command-error.ts";
import type { CommandIo } from "../../commands/run-command.ts";
import type { Environment } from "../../host/environment.ts";
import { takeExclusiveFile } from "../../host/exclusive-file.ts";
import { resolveStateDir } from "../../host/state-dir.ts";
import { makeEventWriter } from "../../loop/event-writer.ts";
import { askAgent } from "../../loop/local-socket.ts";
import { readEnrolment } from "../../loop/plane/enrolment.ts";
import { systemWorld } from "../../loop/system-world.ts";
import { policyPath } from "../../policy/policy-path.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { hookProbeStop } from "../../probe/command/probe-stop.ts";
import { type AgentStore, openStore } from "../../store/open-store.ts";
import { hasSharedRun } from "../../store/shared-runs.ts";
import { findFiles } from "../../tuner/replay/find-files.ts";
import { createImagePool } from "../pool/image-pool.ts";
import { clearLeftovers } from "./clear-leftovers.ts";
import { makePictures, type PictureGround, type RunPictures } from "./make-pictures.ts";
import { queueRecord } from "./queue-record.ts";
import { readShareable, type Shareable } from "./read-shareable.ts";
import type { ShareFlags } from "./share-flags.ts";

export interface ShareWorld {
  readonly io: CommandIo;
  readonly environment: Environment;
  readonly uid: number;
}

interface Shared {
  runs: number;
  withPictures: number;
  answers: number;
  older: number;
}

const ASK_MS = 2_000;

/** `espalier image share`: queues a Mac's own runs and ratings for its console, pictures only of the classes in its policy (IM46). Returns the exit code; throws CommandError. */
export async function shareLog(flags: ShareFlags, world: ShareWorld): Promise<number> {
  const { io, environment } = world;
  const stateDir = resolveStateDir(flags.stateDir, environment);
  const enrolment = readEnrolment(stateDir);
  if (enrolment === null) {
    throw new CommandError("console_unreachable", "this Mac belongs to no console", {
      fix: "espalier enrol <url> --token-file FILE",
    });
  }
  const policy = readPolicy(policyPath(stateDir, environment), world.uid);
  if (policy.problem !== null) io.err(`warning: no picture leaves: the policy cannot be read: ${policy.problem}`);
  const { records, older } = await readShareable(flags.log, io.err);
  const listed = new Set(policy.shareClasses);
  const lock = takeExclusiveFile(join(stateDir, "share.lock"));
  if (lock === null) {
    throw new CommandError("later", "another image share runs on this Mac", { fix: "wait until it has ended" });
  }
  const stop = hookProbeStop({ followsInput: false });
  const store = openStore(stateDir);
  try {
    const { serverId } = enrolment;
    const plan = { flags, records, listed, stateDir, serverId, environment, signal: stop.signal };
    const shared = await shareAll(plan, store, io);
    report({ ...shared, older }, flags, io);
  } catch (failure) {
    const asked = stop.asked();
    if (asked === null) throw failure;
    return SIGNAL_CODES[asked];
  } finally {
    store.close();
    stop.unhook();
    lock.release();
  }
  const answer = await askAgent(stateDir, { type: "written" }, ASK_MS);
  if (answer?.ok !== true) io.err("the agent does not run; it sends them once it does");
  return EXIT_CODES.ok;
}

interface SharePlan {
  readonly flags: ShareFlags;
  readonly records: readonly Shareable[];
  readonly listed: ReadonlySet<string>;
  readonly stateDir: string;
  readonly serverId: string;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

async function shareAll(plan: SharePlan, store: AgentStore, io: CommandIo): Promise<Omit<Shared, "older">> {
  const { records, listed, flags, stateDir, serverId, environment, signal } = plan;
  const folder = join(stateDir, "shared");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await clearLeftovers(store, folder);
  const runs = records.flatMap((one) => (one.kind === "run" && one.stored !== null ? [one.stored] : []));
  const listedRuns = runs.filter((run) => listed.has(run.class));
  const files = flags.inputs === null ? new Map<string, string>() : await findFiles(flags.inputs, listedRuns);
  const takesAvif = environment["ESPALIER_IMAGE_AVIF_INPUT"] === "1";
  const pool = createImagePool({ scratchDir: folder, takesAvif, monoMs: systemWorld.clock.monoMs, maxChildren: 1 });
  const events = makeEventWriter(store, systemWorld, systemWorld.uuid());
  const shared = { runs: 0, withPictures: 0, answers: 0 };
  try {
    for (const record of records) {
      if (record.kind === "run" && hasSharedRun(store, { serverId, runId: record.record.run_id })) continue;
      const pictures = await picturesOf(record, { listed, io, ground: { pool, files, folder, signal } });
      queueRecord(record, pictures, {
        store,
        events,
        serverId,
        at: new Date(systemWorld.clock.wallMs()).toISOString(),
      });
      if (record.kind === "run") shared.runs += 1;
      else shared.answers += 1;
      if (pictures !== null) shared.withPictures += 1;
    }
  } finally {
    await pool.close();
  }
  await clearLeftovers(store, folder);
  return shared;
}

interface Asking {
  readonly listed: ReadonlySet<string>;
  readonly io: CommandIo;
  readonly ground: PictureGround;
}

/** Null for a class that the policy does not list: nothing of it is even read (TC23). */
async function picturesOf(record: Shareable, { listed, io, ground }: Asking): Promise<RunPictures | null> {
  if (record.kind !== "run" || record.stored === null || !listed.has(record.record.class)) return null;
  const made = await makePictures(record.stored, ground);
  if (typeof made !== "string") return made;
  io.err(`warning: run ${record.record.run_id} goes without pictures: ${made}`);
  return null;
}

function report(shared: Shared, { wantsJson }: ShareFlags, io: CommandIo): void {
  const { runs, withPictures, answers, older } = shared;
  const words = `queued ${runs} runs (${withPictures} with pictures), ${answers} answers`;
  io.out(wantsJson ? JSON.stringify({ runs, with_pictures: withPictures, answers, older }) : words);
  if (older > 0) io.err(`${older} records of the older tool stay here; import the log on the console instead`);
}
