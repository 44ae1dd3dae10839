import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnvironment } from "../../host/environment.ts";
import { processFolder } from "../../host/machine/process-details.ts";
import { processEnvironment } from "../../host/machine/process-environment.ts";
import { openStore } from "../../store/open-store.ts";
import { freePort } from "../../test/free-port.ts";
import { type LaunchdFolder, launchdFolder } from "../../test/launchd/launchd-folder.ts";
import { liveProvider, processesOf, serveArgv, serving } from "../../test/launchd/live-provider.ts";
import { LABEL, liveService } from "../../test/launchd/live-service.ts";
import { type TuneTestRequest, tuneTest } from "../../test/tune-harness.ts";

const SMALL = {
  "candidate-models": "org/a-2B",
  "target-context": "100",
  "kv-bits-axis": "unset",
  "max-batch-axis": "1",
  "stage2-replicates": "1",
};

interface Change extends Partial<Omit<TuneTestRequest, "place">> {
  readonly launchd?: LaunchdFolder;
  readonly place?: TuneTestRequest["place"];
}

/** A draining run whose home, PATH and launchd are the test's own. */
async function draining({ launchd, place, ...change }: Change = {}) {
  const home = launchd?.home ?? mkdtempSync(join(tmpdir(), "espalier-home-"));
  const own = readEnvironment();
  const path = launchd === undefined ? {} : { PATH: `${launchd.path}:${own["PATH"]}` };
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-tune-"));
  return tuneTest({
    provider: "provider-by-model.ts",
    stateDir,
    ...change,
    flags: { ...SMALL, ...change.flags },
    place: {
      environment: { ...own, HOME: home, XDG_CACHE_HOME: join(stateDir, "cache"), ...path },
      providerLabel: LABEL,
      drain: { graceS: 20, isForegroundRestarted: false },
      ...place,
    },
  });
}

function obligationsOf(stateDir: string) {
  const store = openStore(stateDir);
  const rows = store.db.prepare("SELECT kind, state, attempts, error FROM obligations").all();
  const events = store.db
    .prepare("SELECT type FROM outbox ORDER BY seq")
    .all()
    .map(({ type }) => type);
  store.close();
  return { rows, events };
}

test("TB6, TB22 a launchd service is booted out for the run and bootstrapped exactly once at its end", async () => {
  const { launchd, port, pid } = await liveService();
  const phases: string[] = [];
  const tune = await draining({ launchd, onProgress: ({ phase }) => void phases.push(phase) });
  expect(await tune.run()).toBe(0);
  expect(launchd.calls("bootout")).toEqual([[expect.stringMatching(new RegExp(`^gui/\\d+/${LABEL}$`))]]);
  expect(launchd.calls("bootstrap")).toEqual([
    [expect.stringMatching(/^gui\/\d+$/), join(launchd.home, "Library", "LaunchAgents", `${LABEL}.plist`)],
  ]);
  await serving(port);
  expect(launchd.pid(LABEL)).not.toBe(pid);
  expect(obligationsOf(tune.stateDir).rows).toEqual([{ kind: "launchd", state: "done", attempts: 0, error: null }]);
  expect(obligationsOf(tune.stateDir).events).toEqual(["obligation.opened", "obligation.cleared"]);
  expect(phases[1]).toBe("draining");
  expect(phases.at(-1)).toBe("restoring");
});

test("B32 a launchd that once does not say whether it has unloaded the service is asked again", async () => {
  const { launchd, port } = await liveService();
  launchd.trap("print dies");
  const tune = await draining({ launchd });
  expect(await tune.run()).toBe(0);
  expect(launchd.calls("bootstrap")).toHaveLength(1);
  await serving(port);
});

test("TB6, B31 without --drain a launchd service is refused by name with --drain as the remedy", async () => {
  const { launchd, port, pid } = await liveService();
  const tune = await draining({ launchd, place: { drain: null } });
  expect(await tune.run()).toBe(1);
  expect(tune.err.join("\n")).toContain(`launchd-managed ${LABEL}`);
  expect(tune.err.join("\n")).toContain("--drain");
  expect(tune.stored().run?.exitReason).toBe("provider_conflict");
  expect(launchd.calls("bootout")).toEqual([]);
  await serving(port);
  expect(launchd.pid(LABEL)).toBe(pid);
});

test("B28 a foreign label and a loaded service that does not run are conflicts too", async () => {
  const launchd = launchdFolder();
  launchd.addPlist("live.malibu.provider", [process.execPath, "-e", "0"]);
  await launchd.load("live.malibu.provider");
  const tune = await draining({ launchd });
  expect(await tune.run()).toBe(0);
  expect(launchd.calls("bootout")).toEqual([[expect.stringContaining("/live.malibu.provider")]]);
  expect(launchd.calls("bootstrap")).toHaveLength(1);
});

test("TB6, B33 a foreground provider gets SIGTERM and stays down, its arguments printed", async () => {
  const port = await freePort();
  const argv = serveArgv(port);
  const provider = await liveProvider(argv, port);
  const tune = await draining();
  expect(await tune.run()).toBe(0);
  expect(await provider.exited).toEqual({ code: 0, signal: null });
  expect(await processesOf(argv)).toEqual([]);
  expect(tune.err.join("\n")).toContain(
    `foreground-PID-${provider.pid} stays down; it was started with: ${argv.join(" ")}`,
  );
  expect(obligationsOf(tune.stateDir).rows).toEqual([]);
});

test("TB6, B33 with --restart-foreground it is started again with its arguments and folder, detached", async () => {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "espalier-cwd-"));
  const argv = serveArgv(port);
  const provider = await liveProvider(argv, port, { cwd: folder });
  const tune = await draining({ place: { drain: { graceS: 20, isForegroundRestarted: true } } });
  expect(await tune.run()).toBe(0);
  const again = await processesOf(argv);
  expect(again).toHaveLength(1);
  expect(again[0]?.pid).not.toBe(provider.pid);
  expect(again[0]?.groupId).toBe(again[0]?.pid);
  expect(await processFolder(again[0]?.pid ?? 0)).toBe(folder);
  await serving(port);
  expect(obligationsOf(tune.stateDir).rows).toEqual([{ kind: "foreground", state: "done", attempts: 0, error: null }]);
});

test("B33 it gets its owner's environment again, not the run's; the owner's is told to nobody and kept nowhere", async () => {
  const port = await freePort();
  const argv = serveArgv(port);
  const environment = { ESPALIER_KV_BITS: "8", HF_TOKEN: "hf_secret" };
  await liveProvider(argv, port, { env: environment });
  const place = { drain: { graceS: 20, isForegroundRestarted: true } };
  const tune = await draining({ place: { ...place, environment: { ...readEnvironment(), ESPALIER_MAX_BATCH: "3" } } });
  expect(await tune.run()).toBe(0);
  const [again] = await processesOf(argv);
  expect(await processEnvironment(again?.pid ?? 0)).toEqual({ PATH: "/usr/bin:/bin", ...environment });
  expect([...tune.out, ...tune.err].join("\n")).not.toContain("hf_secret");
  const left = readdirSync(tune.stateDir, { recursive: true, withFileTypes: true });
  for (const entry of left.filter((each) => each.isFile())) {
    expect(readFileSync(join(entry.parentPath, entry.name)).includes("hf_secret")).toBe(false);
  }
});

test("TB41 a foreground provider that survives SIGTERM without its port is warned of by pid, and the run goes on", async () => {
  const port = await freePort();
  const argv = serveArgv(port, "provider-closes-port-and-stays.ts");
  const provider = await liveProvider(argv, port);
  const tune = await draining({ place: { drain: { graceS: 1, isForegroundRestarted: false } } });
  expect(await tune.run()).toBe(0);
  expect(tune.err.join("\n")).toContain(
    `warning: foreground-PID-${provider.pid} did not end within 1 s; SIGKILL is disabled in v1`,
  );
  expect(provider.hasExited()).toBe(false);
});

test("B33, TB68 one that keeps its port ends the run provider_conflict, never with SIGKILL", async () => {
  const port = await freePort();
  const argv = serveArgv(port, "provider-ignores-sigterm.ts");
  const provider = await liveProvider(argv, port);
  const tune = await draining({ place: { drain: { graceS: 1, isForegroundRestarted: true } } });
  expect(await tune.run()).toBe(1);
  expect(tune.stored().run?.exitReason).toBe("provider_conflict");
  expect(tune.err.join("\n")).toContain("--drain failed");
  expect(provider.hasExited()).toBe(false);
  expect(await processesOf(argv)).toHaveLength(1);
  expect(obligationsOf(tune.stateDir).rows).toEqual([{ kind: "foreground", state: "done", attempts: 0, error: null }]);
});

test("B103 several conflicts are drained one by one and restored in reverse order", async () => {
  const { launchd, port } = await liveService();
  const other = await freePort();
  const argv = serveArgv(other);
  await liveProvider(argv, other);
  const tune = await draining({ launchd, place: { drain: { graceS: 20, isForegroundRestarted: true } } });
  expect(await tune.run()).toBe(0);
  const store = openStore(tune.stateDir);
  const events = store.db.prepare("SELECT type, body_json FROM outbox ORDER BY seq").all();
  store.close();
  const order = events.map(({ type, body_json: body }) => [type, JSON.parse(String(body)).kind]);
  expect(order).toEqual([
    ["obligation.opened", "launchd"],
    ["obligation.opened", "foreground"],
    ["obligation.cleared", "foreground"],
    ["obligation.cleared", "launchd"],
  ]);
  await serving(port);
  await serving(other);
});

test("TB57, B34 a drain that fails ends provider_conflict with --drain failed, and nothing is left down", async () => {
  const { launchd, pid } = await liveService();
  const stateDir = mkdtempSync(join(tmpdir(), "espalier-tune-"));
  const tune = await draining({ launchd, stateDir });
  // A service whose plist is gone could never be loaded again.
  rmSync(join(launchd.home, "Library", "LaunchAgents", `${LABEL}.plist`));
  expect(await tune.run()).toBe(1);
  expect(tune.stored().run?.exitReason).toBe("provider_conflict");
  expect(tune.err.join("\n")).toContain("--drain failed");
  expect(launchd.pid(LABEL)).toBe(pid);
});
