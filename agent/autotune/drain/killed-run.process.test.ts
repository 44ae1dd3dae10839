import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readEnvironment } from "../../host/environment.ts";
import { isPortFree } from "../../host/port-owner.ts";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { listProcesses } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";
import { openStore } from "../../store/open-store.ts";
import { freePort } from "../../test/free-port.ts";
import { type LaunchdFolder, launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { liveProvider, processesOf, serveArgv, serving } from "../../test/launchd/live-provider.ts";
import { LABEL, liveService } from "../../test/launchd/live-service.ts";

const RUN = join(import.meta.dirname, "..", "..", "test", "fixtures", "draining-run.ts");

interface Drained {
  readonly run: OwnedProcess;
  readonly stateDir: string;
  readonly port: number;
}

async function startRun(
  argv: readonly string[],
  launchd: LaunchdFolder,
  killIn: string | null,
  stateDir = mkdtempSync(join(tmpdir(), "espalier-tune-")),
): Promise<Drained> {
  const port = await freePort();
  const request = { stateDir, home: launchd.home, port, label: LABEL, bin: argv[1], killIn };
  const own = readEnvironment();
  const started = await startProcess({
    argv: [process.execPath, RUN, JSON.stringify(request)],
    env: { ...own, PATH: `${launchd.path}:${own["PATH"]}` },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  onTestFinished(async () => {
    if (!started.process.hasExited()) process.kill(-started.process.pid, "SIGKILL");
    const helpers = (await listProcesses()).filter(({ argv: other }) => other.includes(stateDir));
    for (const { pid } of helpers) process.kill(pid, "SIGKILL");
  });
  return { run: started.process, stateDir, port };
}

function openObligations(stateDir: string): number {
  const store = openStore(stateDir);
  const rows = store.db.prepare("SELECT state FROM obligations WHERE state <> 'done'").all();
  store.close();
  return rows.length;
}

/** The helper has ended, so whatever it did is done. */
async function helperDone(stateDir: string): Promise<void> {
  while ((await listProcesses()).some(({ argv, isZombie }) => !isZombie && argv.includes(stateDir))) await wait(50);
}

async function nothingLeft({ stateDir, port }: Drained): Promise<void> {
  await helperDone(stateDir);
  expect(openObligations(stateDir)).toBe(0);
  expect(await isPortFree(port)).toBe(true);
  expect((await listProcesses()).filter(({ argv, isZombie }) => !isZombie && argv.includes(String(port)))).toEqual([]);
}

const POINTS: readonly (readonly [title: string, trap: string | null, phase: string | null])[] = [
  ["at the bootout, which launchd goes on with", "bootout before", null],
  ["right after the bootout", "bootout after", null],
  ["in prewarm", null, "prewarm"],
  ["in stage1", null, "stage1"],
  ["in stage2", null, "stage2"],
  ["in emit", null, "emit"],
  ["at the begin of the restore", null, "restoring"],
  ["at the bootstrap, which launchd goes on with", "bootstrap before", null],
  ["right after the bootstrap", "bootstrap after", null],
];

test.each(POINTS)(
  "TB67, B36 kill -9 %s: the service is back after exactly one bootstrap",
  async (_title, trap, phase) => {
    const { launchd, argv, port: live, pid: before } = await liveService();
    if (trap !== null) launchd.trap(trap);
    const drained = await startRun(argv, launchd, phase);
    expect(await drained.run.exited).toMatchObject({ signal: "SIGKILL" });
    await nothingLeft(drained);
    await serving(live);
    expect(launchd.calls("bootstrap")).toHaveLength(1);
    expect(launchd.pid(LABEL)).not.toBe(before);
    expect(await processesOf(argv)).toHaveLength(1);
  },
);

test.each(["draining", "prewarm", "stage2", "restoring"])(
  "TB67, B37 kill -9 in %s: a foreground provider is back exactly once",
  async (phase) => {
    const live = await freePort();
    const argv = serveArgv(live);
    await liveProvider(argv, live);
    const drained = await startRun(argv, launchdFolder(), phase);
    expect(await drained.run.exited).toMatchObject({ signal: "SIGKILL" });
    await nothingLeft(drained);
    await serving(live);
    expect(await processesOf(argv)).toHaveLength(1);
  },
);

test("B102, B37 kill -9 of run and helper: the next run brings the provider back before it looks for conflicts", async () => {
  const { launchd, argv, port: live } = await liveService();
  const drained = await startRun(argv, launchd, "wait");
  while (launchd.pid(LABEL) !== null) await wait(20);
  const helper = (await listProcesses()).find(
    ({ argv: other }) => other.includes("tune-helper") && other.includes(drained.stateDir),
  );
  process.kill(helper?.pid ?? 0, "SIGKILL");
  process.kill(drained.run.pid, "SIGKILL");
  await drained.run.exited;
  expect(launchd.pid(LABEL)).toBeNull();
  const next = await startRun(argv, launchd, "draining", drained.stateDir);
  expect(await next.run.exited).toMatchObject({ signal: "SIGKILL" });
  await nothingLeft(next);
  await serving(live);
  // One by the next run for the first drain; its own drain was killed before it touched the provider.
  expect(launchd.calls("bootstrap")).toHaveLength(1);
});
