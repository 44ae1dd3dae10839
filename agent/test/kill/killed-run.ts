import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { listProcesses } from "../../host/process-list.ts";
import type { ProcessRow } from "../../host/ps-listing.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { wait } from "../../host/wait.ts";
import { freePort } from "../free-port.ts";
import { type LaunchdFolder, launchdFolder } from "../launchd/launchd-folder.ts";
import { serveArgv, serving } from "../launchd/live-provider.ts";
import { fixtureBinary } from "../tune-harness.ts";
import type { KillPoint } from "./points.ts";

export const LABEL = "dev.espalier.provider";
export const MODELS = ["org/unavailable-3B", "org/a-2B"] as const;
const POLL_MS = 25;
const SETTLE_MS = 45_000;

/** One machine of its own: a launchd with a live provider, a state folder, and a candidate executable. */
export interface Site {
  readonly folder: string;
  readonly stateDir: string;
  readonly launchd: LaunchdFolder;
  readonly providerPort: number;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly serviceArgv: readonly string[];
}

export async function openSite(): Promise<Site> {
  const launchd = launchdFolder();
  const folder = launchd.home;
  const bin = join(folder, "provider");
  const command = fixtureBinary("provider-by-model.ts").map((part) => `'${part}'`);
  writeFileSync(bin, `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, { mode: 0o755 });
  const providerPort = await freePort();
  const serviceArgv = serveArgv(providerPort);
  launchd.addPlist(LABEL, serviceArgv);
  await launchd.load(LABEL);
  await serving(providerPort);
  return {
    folder,
    stateDir: mkdtempSync(join(tmpdir(), "espalier-killed-")),
    launchd,
    providerPort,
    port: await freePort(),
    serviceArgv,
    env: {
      PATH: `${launchd.path}:/usr/bin:/bin`,
      HOME: folder,
      TMPDIR: folder,
      XDG_CACHE_HOME: join(folder, "cache"),
      XDG_CONFIG_HOME: join(folder, "config"),
      ESPALIER_PROVIDER_BIN: bin,
    },
  };
}

export interface Running {
  readonly process: OwnedProcess;
  /** Standard error so far, a line each. */
  lines(): string[];
  /** Resolves at the point's moment, or when the run has ended before it. */
  reached(point: KillPoint): Promise<void>;
}

/** `espalier autotune --drain` as a person starts it, with `extra` flags at the end. */
export async function startRun(site: Site, extra: readonly string[] = []): Promise<Running> {
  let said = "";
  const flags = ["--target-context", "100", "--kv-bits-axis", "unset", "--max-batch-axis", "1,2"];
  const started = await startProcess({
    argv: [
      ...[process.execPath, ESPALIER_BINARY, "autotune", "--drain", "--stage2-replicates", "1", ...flags],
      ...[
        "--candidate-models",
        MODELS.join(","),
        "--state-dir",
        site.stateDir,
        "--port",
        String(site.port),
        "--json",
        ...extra,
      ],
    ],
    env: site.env,
    output: "pipe",
    onOutput: (chunk, stream) => {
      if (stream === "stderr") said += chunk.toString("utf8");
    },
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const lines = () => said.split("\n").filter((line) => line !== "");
  const count = (trigger: string) => lines().filter((line) => line.startsWith(`autotune: ${trigger}`)).length;
  return {
    process: started.process,
    lines,
    reached: async ({ trigger, nth, delayMs }) => {
      while (trigger !== "*" && count(trigger) < nth && !started.process.hasExited()) await wait(POLL_MS);
      await wait(delayMs);
    },
  };
}

const isAlive = (row: ProcessRow): boolean => !row.isZombie;

/** Candidates of this site's run: whatever serves on its port. */
export async function candidatesOf(site: Site): Promise<ProcessRow[]> {
  const rows = await listProcesses();
  return rows.filter((row) => isAlive(row) && row.argv.includes("--no-join") && row.argv.includes(String(site.port)));
}

export async function helpersOf(site: Site): Promise<ProcessRow[]> {
  const rows = await listProcesses();
  return rows.filter((row) => isAlive(row) && row.argv.includes("tune-helper") && row.argv.includes(site.stateDir));
}

/** Everything of this site but its managed provider. */
export async function leftOf(site: Site): Promise<ProcessRow[]> {
  const rows = await listProcesses();
  const service = site.serviceArgv.join("\0");
  return rows.filter((row) => {
    const isOurs = row.argv.some((part) => part.includes(site.stateDir) || part.includes(site.folder));
    const usesPort = row.argv.includes(String(site.port));
    return isAlive(row) && (isOurs || usesPort) && row.argv.join("\0") !== service && row.pid !== process.pid;
  });
}

/** Resolves once nothing of the run is left; the rows that stay are the failure. */
export async function settled(site: Site): Promise<ProcessRow[]> {
  for (let waitedMs = 0; ; waitedMs += POLL_MS) {
    const left = await leftOf(site);
    if (left.length === 0 || waitedMs >= SETTLE_MS) return left;
    await wait(POLL_MS);
  }
}

/** SIGKILL to a process that may be gone already. */
export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}
