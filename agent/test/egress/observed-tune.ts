import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CommandResult, runCommand } from "../../host/run-command.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { freePort } from "../free-port.ts";
import { fixtureBinary } from "../tune-harness.ts";
import { type Connection, connectionsIn } from "./connections.ts";

const CALLS = "trace=connect,sendto,sendmsg,sendmmsg";
const LIMIT_MS = 180_000;

export interface ObservedTune {
  readonly models: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A fixture that stands in for the running executable, with its arguments. */
  readonly provider?: readonly [file: string, ...extra: string[]];
  readonly stateDir?: string;
}

export interface Observation extends CommandResult {
  readonly connections: readonly Connection[];
}

const isRunnable = async (argv: readonly string[]): Promise<boolean> =>
  (await runCommand({ argv, timeoutMs: 10_000 })).code === 0;

/** Why system calls cannot be watched here, null when they can. */
export const whyNoTrace = async (): Promise<string | null> =>
  (await isRunnable(["strace", "-f", "-o", "/dev/null", "true"])) ? null : "strace cannot run here";

/** Why there are no namespaces of one's own here, null when there are. */
export const whyNoNamespace = async (): Promise<string | null> =>
  (await isRunnable(["unshare", "-n", "ip", "link", "set", "lo", "up"])) ? null : "unshare -n cannot run here";

/** A whole `espalier autotune` by hand with every connect and send of it and its children on record. */
export async function observeTune(tune: ObservedTune): Promise<Observation> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-egress-"));
  const log = join(folder, "calls.log");
  const result = await run(folder, ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "64", "-e", CALLS, "-o", log], tune);
  return { ...result, connections: existsSync(log) ? connectionsIn(readFileSync(log, "utf8")) : [] };
}

/** The same where loopback is the only network there is. */
export function tuneWithoutNetwork(tune: ObservedTune): Promise<CommandResult> {
  const folder = mkdtempSync(join(tmpdir(), "espalier-egress-"));
  return run(folder, ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"], tune);
}

async function run(folder: string, wrapper: readonly string[], tune: ObservedTune): Promise<CommandResult> {
  const flags = [
    "--target-context",
    // Sixty-four tokens: of twenty a fast engine's may arrive in one read, which has no rate.
    "640",
    "--kv-bits-axis",
    "unset",
    "--max-batch-axis",
    "1",
    "--stage2-replicates",
    "1",
  ];
  const place = ["--state-dir", tune.stateDir ?? join(folder, "state"), "--port", String(await freePort())];
  return runCommand({
    argv: [
      ...[...wrapper, process.execPath, ESPALIER_BINARY, "autotune", ...flags, ...place],
      ...["--candidate-models", tune.models.join(","), "--json"],
    ],
    env: {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: folder,
      XDG_CACHE_HOME: join(folder, "cache"),
      XDG_CONFIG_HOME: join(folder, "config"),
      ESPALIER_ENGINE_THREADS: "1",
      ...(tune.provider === undefined ? {} : { ESPALIER_PROVIDER_BIN: script(folder, tune.provider) }),
      ...tune.env,
    },
    timeoutMs: LIMIT_MS,
  });
}

function script(folder: string, [file, ...extra]: readonly [string, ...string[]]): string {
  const path = join(folder, "provider");
  const command = fixtureBinary(file, extra).map((part) => `'${part}'`);
  writeFileSync(path, `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`, { mode: 0o755 });
  return path;
}
