import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, type TestContext, test } from "vitest";
import { z } from "zod";
import { blake3Hex } from "../../../core/canonical/blake3.ts";
import { ImageTrial } from "../../../core/contract/v1/image-jobs.ts";
import { encodeWire } from "../../../core/contract/v1/wire.ts";
import type { RunRecord } from "../../../core/imaging/record/run.ts";
import { aRating } from "../../../core/imaging/record/test-records.ts";
import { startProcess, stopGroup } from "../../host/process.ts";
import { runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { type PlaneServer, startPlaneServer } from "../fixtures/plane-server.ts";
import { type StoredRuns, storedRuns } from "../fixtures/stored-runs.ts";
import { connectionsIn, strangers } from "./connections.ts";
import { whyNoTrace } from "./observed-tune.ts";

const LIMIT_MS = 240_000;
const TRACE = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "64", "-e", "trace=connect,sendto,sendmsg,sendmmsg"];
let stored: StoredRuns;
let listed: RunRecord[];
let unlisted: RunRecord[];

beforeAll(async () => {
  stored = await storedRuns({ pictures: 6, classes: ["receipt", "color-photo"] });
  listed = stored.records.filter((record, index) => record.class === "receipt" && index < 6);
  unlisted = stored.records.filter((record, index) => record.class === "color-photo" && index >= 6);
}, LIMIT_MS);

async function enrolled(policy: string) {
  const plane = await startPlaneServer();
  onTestFinished(() => plane.close());
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-share-"));
  writeFileSync(join(stateDir, "token"), plane.joinToken, { mode: 0o600 });
  const joined = await runCommand({
    argv: [
      ...[process.execPath, ESPALIER_BINARY, "enrol", plane.url],
      ...["--token-file", join(stateDir, "token"), "--state-dir", stateDir],
    ],
    env: { PATH: "/usr/bin:/bin", HOME: stateDir },
    timeoutMs: 60_000,
  });
  expect(joined).toMatchObject({ code: 0 });
  writeFileSync(join(stateDir, "policy.yaml"), policy, { mode: 0o600 });
  return { plane, stateDir };
}

const ratingOf = (run: RunRecord, index: number) =>
  aRating({
    run_id: run.run_id,
    input_blake3: run.input_blake3,
    event_id: `019ad000-0000-7000-8000-0000000e${String(index).padStart(4, "0")}`,
    notes: "a note of this Mac",
  });

function share(stateDir: string, log: string, wrapper: readonly string[] = []) {
  return runCommand({
    argv: [
      ...[...wrapper, process.execPath, ESPALIER_BINARY, "image", "share", "--log", log],
      ...["--inputs", stored.folder, "--state-dir", stateDir],
    ],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: stateDir },
    timeoutMs: LIMIT_MS,
  });
}

/** The daemon with every connect and send of it on record, until the console has this many trials. */
async function sendAll(plane: PlaneServer, stateDir: string, trials: number) {
  const log = join(stateDir, `calls-${trials}.log`);
  const started = await startProcess({
    argv: [...TRACE, "-o", log, process.execPath, ESPALIER_BINARY, "run", "--state-dir", stateDir],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: stateDir },
    stdin: "ignore",
    output: "ignore",
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const { pid, startTime } = started.process;
  await plane.until(() => trialsOf(plane).length >= trials);
  await stopGroup({ pid, startTime, graceMs: 20_000, verifyMs: 5_000, mayKill: true });
  return existsSync(log) ? connectionsIn(readFileSync(log, "utf8")) : [];
}

/** The fixture decodes bodies into TypeScript keys; a console reads a trial's raw body. */
const trialsOf = (plane: PlaneServer): ImageTrial[] =>
  plane.events
    .filter(({ type, job }) => type === "job.trial" && job === undefined)
    .map(({ body }) => ImageTrial.parse(encodeWire(z.unknown(), body)));

/** Reports a test that this machine cannot run as skipped, with the reason. */
function unless(reason: string | null, { skip }: TestContext): void {
  if (reason !== null) skip(reason);
}

test("TC23 IM46 no image byte of an unlisted class leaves, and the command itself reaches no network", {
  timeout: LIMIT_MS,
}, async (context) => {
  unless(await whyNoTrace(), context);
  const { plane, stateDir } = await enrolled("version: 1\nimages: { share_classes: [receipt] }\n");
  const older = { kind: "run", class: "receipt", input_blake3: "1".repeat(64), steps: [], ts_unix_ms: 1 };
  const records = [...unlisted, ...listed];
  const log = stored.log([...records, ...records.map(ratingOf), older]);
  const calls = join(stateDir, "calls-share.log");
  const shared = await share(stateDir, log, [...TRACE, "-o", calls]);
  expect(shared).toMatchObject({ code: 0, stdout: "queued 6 runs (3 with pictures), 6 answers\n" });
  expect(shared.stderr).toBe(
    "1 records of the older tool stay here; import the log on the console instead\nthe agent does not run; it sends them once it does\n",
  );
  expect(connectionsIn(readFileSync(calls, "utf8"))).toEqual([]);
  const connections = await sendAll(plane, stateDir, 12);
  expect(connections.length).toBeGreaterThan(0);
  expect(strangers(connections)).toEqual([]);
  expect([...new Set(connections.map(({ port }) => port))]).toEqual([Number(new URL(plane.url).port)]);

  const trials = trialsOf(plane);
  const runs = trials.flatMap((trial) => ("blobs" in trial && trial.record.kind === "run" ? [trial] : []));
  expect(runs.map(({ record }) => record)).toEqual(records);
  const blobsOf = ({ record, blobs }: (typeof runs)[number]) => ({ class: record.class, blobs });
  for (const run of runs.slice(0, 3)) {
    expect(blobsOf(run)).toEqual({ class: "color-photo", blobs: { output: null, before: null, thumb: null } });
  }
  const wanted = runs.slice(3).flatMap(({ record, blobs }) => [record.input_blake3, ...Object.values(blobs)]);
  expect([...plane.blobs.keys()].sort()).toEqual([...new Set(wanted)].sort());
  expect(wanted).toHaveLength(12);
  for (const record of listed) expect(wanted).toContain(record.output_blake3);
  const secret = unlisted.flatMap(({ input_blake3, output_blake3 }) => [input_blake3, output_blake3]);
  for (const bytes of plane.blobs.values()) expect(secret).not.toContain(blake3Hex(bytes));
  expect(trials.flatMap(({ record }) => (record.kind === "rating" ? [record.score] : []))).toHaveLength(6);
  expect(readdirSync(join(stateDir, "shared"))).toEqual([]);
});

test("TC23 IM46 without a list, and with a policy that cannot be read, only records leave", {
  timeout: LIMIT_MS,
}, async (context) => {
  unless(await whyNoTrace(), context);
  const { plane, stateDir } = await enrolled("version: 1\n");
  const log = stored.log(listed);
  expect(await share(stateDir, log)).toMatchObject({ code: 0, stdout: "queued 3 runs (0 with pictures), 0 answers\n" });
  writeFileSync(join(stateDir, "policy.yaml"), "version: 1\nimages: { share: [receipt] }\n");
  const unreadable = await share(stateDir, log);
  expect(unreadable.stdout).toBe("queued 3 runs (0 with pictures), 0 answers\n");
  expect(unreadable.stderr).toMatch(/^warning: no picture leaves: the policy cannot be read: /);
  await sendAll(plane, stateDir, 6);
  expect(plane.blobs.size).toBe(0);
});

test("IM46 pictures that were shared once are not made again; what is missing or changed goes as its record", {
  timeout: LIMIT_MS,
}, async () => {
  const { stateDir } = await enrolled("version: 1\nimages: { share_classes: [receipt] }\n");
  const [first] = listed;
  if (first === undefined) throw new Error("no run");
  const elsewhere = { ...first, run_id: "019ad000-0000-7000-8000-00000000aaaa", input_blake3: "a".repeat(64) };
  const otherBytes = { ...first, run_id: "019ad000-0000-7000-8000-00000000bbbb", output_blake3: "b".repeat(64) };
  const log = stored.log([first, elsewhere, otherBytes]);
  const shared = await share(stateDir, log);
  expect(shared.stdout).toBe("queued 3 runs (1 with pictures), 0 answers\n");
  expect(shared.stderr).toContain(`run ${elsewhere.run_id} goes without pictures: its input was not found\n`);
  expect(shared.stderr).toContain(`run ${otherBytes.run_id} goes without pictures: its output was not found`);
  expect(await share(stateDir, log)).toMatchObject({ stdout: "queued 2 runs (0 with pictures), 0 answers\n" });
  const alone = mkdtempSync(join(tmpdir(), "espalier-alone-"));
  expect(await share(alone, log)).toMatchObject({ code: 69, stdout: "" });
  expect((await share(stateDir, join(stateDir, "no-log"))).code).toBe(74);
});
