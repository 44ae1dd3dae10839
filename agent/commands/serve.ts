import { totalmem } from "node:os";
import type { Command } from "commander";
import { EngineName } from "../../core/serving/engine-name.ts";
import { createEngine } from "../engines/create-engine.ts";
import { findEngineBinary } from "../engines/find-binary.ts";
import { cachedRevisions } from "../engines/hub/hub-cache.ts";
import { cachedModelBytes } from "../engines/model-cache.ts";
import { resolveModelStores } from "../engines/model-stores.ts";
import { readEnvironment } from "../host/environment.ts";
import { readMemoryPressure } from "../host/machine/signals.ts";
import { makeFolder } from "../host/make-folder.ts";
import { resolveStateDir } from "../host/state-dir.ts";
import { systemClock } from "../host/system-clock.ts";
import { localSocketPath } from "../loop/local-socket-path.ts";
import { startJoinClient } from "../serve/join-client.ts";
import { readConfigFile } from "../serve/options/read-config-file.ts";
import { resolveOptions } from "../serve/options/resolve-options.ts";
import { runServe } from "../serve/run-serve.ts";
import { openServeLog } from "../serve/serve-log.ts";
import { type CommandIo, runCommand } from "./run-command.ts";

const BAD_OPTIONS = 2;

/** Command-line values as typed: text, or what commander makes of a `--no-` flag. */
type Flags = Readonly<Record<string, string | boolean | undefined>>;

const YAML_KEYS: Readonly<Record<string, string>> = {
  model: "model",
  kvBits: "kv_bits",
  maxContext: "max_context_override",
  maxBatch: "max_concurrency_override",
  engine: "engine",
  engineBin: "engine_bin",
  engineThreads: "engine_threads",
  port: "port",
  queueDepth: "queue_depth",
  drainTimeout: "drain_timeout_s",
  logFormat: "log_format",
  logFile: "log_file",
};

/** `espalier serve`: one model on loopback, OpenAI-compatible (serve.md). */
export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("serves one model on 127.0.0.1 with an OpenAI-compatible API")
    .option("--model <id>", "model id: practice/<name>, <org>/<name>, <org>/<name>:<quant>, or an absolute path")
    .option("--kv-bits <bits>", "KV-cache bits, 4 or 8; unset is not quantised")
    .option("--max-context <tokens>", "context cap in tokens; the default follows the machine's memory")
    .option("--max-batch <requests>", "parallel requests, 1 to 64; default 1")
    .option("--engine <name>", `engine; default embedded; also ${EngineName.options.slice(1).join(", ")}`)
    .option("--engine-bin <path>", "the engine's executable; default the engine's own name in PATH")
    .option("--engine-threads <n>", "threads of the engine; default the engine's own")
    .option("--port <n>", "port on 127.0.0.1; default 8080")
    .option("--queue-depth <n>", "requests that may wait; default 2 × concurrency")
    .option("--drain-timeout <seconds>", "how long running requests may finish after SIGTERM; default 30")
    .option("--no-warmup", "skip the self-test")
    .option("--log-format <format>", "text or json; default text")
    .option("--log-file <path>", "log to a file instead of stderr")
    .option("--config <path>", "config file; default ~/.config/espalier/config.yaml")
    .option("--state-dir <dir>", "state folder")
    .option("--no-join", "stay out of the fleet: never register with the local agent")
    .action((flags: Flags) => runCommand({}, (io) => serve(flags, io)));
}

async function serve(flags: Flags, io: CommandIo): Promise<number> {
  const environment = readEnvironment();
  const config = readConfigFile(textOf(flags["config"]), environment);
  if (config.kind === "error") return refuse(io, config.message);
  if (config.warning !== null) io.err(`warning: ${config.warning}`);
  const resolved = resolveOptions({ flags: byYamlKey(flags), environment, yaml: config.values });
  if (resolved.kind === "error") return refuse(io, resolved.message);
  const { options } = resolved;
  const stateDir = resolveStateDir(textOf(flags["stateDir"]) ?? options.stateDir, environment);
  const binary = findEngineBinary(options.engine, options.engineBin, environment);
  if (binary.kind === "missing") return refuse(io, binary.message);
  const stores = resolveModelStores(options.hubCacheDir, environment);
  const log = openServeLog(options.logFormat, options.logFile, systemClock.wallMs);
  if (log === null) return refuse(io, `--log-file ${options.logFile} must be a path that can be written`);
  const problem = folderProblem(stateDir);
  if (problem !== null) return refuse(io, `--state-dir ${problem}`);
  const code = await runServe({
    options,
    stateDir,
    stores,
    ramBytes: totalmem(),
    clock: systemClock,
    engine: createEngine(options.engine, {
      binary: binary.path,
      environment,
      clock: systemClock,
      cachedBytes: () => cachedModelBytes(options.model, stores, options.engine),
      cachedRevisions: (repository) => cachedRevisions(stores.hubCacheDir, repository),
      deadlineMs: null,
    }),
    memoryPressure: readMemoryPressure,
    join: flags["join"] === false ? null : { factory: startJoinClient, socketPath: localSocketPath(stateDir).path },
    log: log.write,
  });
  log.close();
  return code;
}

/** The run file's folder, made before anything else is touched; null, or why it cannot be. */
function folderProblem(stateDir: string): string | null {
  try {
    makeFolder(stateDir);
    return null;
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

function refuse(io: CommandIo, message: string): number {
  io.err(message);
  return BAD_OPTIONS;
}

function textOf(value: string | boolean | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Only what was typed: commander's own defaults of `--no-` flags are no value. */
function byYamlKey(flags: Flags): Record<string, unknown> {
  const typed = Object.entries(flags).flatMap(([name, value]) => {
    const key = YAML_KEYS[name];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return { ...Object.fromEntries(typed), ...(flags["warmup"] === false ? { warmup_enabled: false } : {}) };
}
