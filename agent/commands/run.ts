import type { Command } from "commander";
import { z } from "zod";
import { readEnvironment } from "../host/environment.ts";
import { ESPALIER_BINARY, resolveStateDir } from "../host/state-dir.ts";
import { askAgent } from "../loop/local-socket.ts";
import { refuseAddress } from "../loop/plane/plane-client.ts";
import { runAgent } from "../loop/run-agent.ts";
import { systemWorld } from "../loop/system-world.ts";
import { ensureHousePolicy } from "../policy/house-policy.ts";
import { policyPath } from "../policy/policy-path.ts";
import { CommandError, EXIT_CODES } from "./command-error.ts";
import { readHouseToken, readTokenFile } from "./read-join-token.ts";
import { type CommandIo, runCommand } from "./run-command.ts";

const RunOptions = z.object({
  stateDir: z.string().optional(),
  console: z.string().optional(),
  tokenFile: z.string().optional(),
  house: z.boolean().default(false),
  allowHttp: z.boolean().default(false),
  debug: z.boolean().default(false),
});
type RunOptions = z.infer<typeof RunOptions>;

async function joinTokenOf(options: RunOptions): Promise<string | null> {
  if (options.house) return readHouseToken();
  return options.tokenFile === undefined ? null : readTokenFile(options.tokenFile);
}

function abortOnSignals(): AbortSignal {
  const control = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => control.abort());
  return control.signal;
}

async function refuseSecond(stateDir: string): Promise<never> {
  const other = await askAgent(stateDir, { type: "hello" }, 1000);
  const who = other?.ok === true && "pid" in other ? ` (pid ${other.pid})` : "";
  throw new CommandError("later", `another agent${who} runs on ${stateDir}`, {
    fix: "stop it, or use another --state-dir",
  });
}

async function run(options: RunOptions, io: CommandIo): Promise<number> {
  const signal = abortOnSignals();
  const environment = readEnvironment();
  const stateDir = resolveStateDir(options.stateDir ?? null, environment);
  const consoleUrl = options.console ?? null;
  const refusal = consoleUrl === null ? null : refuseAddress(consoleUrl, options.allowHttp);
  if (refusal !== null)
    throw new CommandError("usage", refusal, { fix: "use https, or --allow-http on a network you trust" });
  const joinToken = await joinTokenOf(options);
  if (options.house) ensureHousePolicy(policyPath(stateDir, environment));
  const exit = await runAgent(
    {
      stateDir,
      consoleUrl,
      joinToken,
      isHouse: options.house,
      allowHttp: options.allowHttp,
      environment,
      command: [process.execPath, ESPALIER_BINARY],
      world: systemWorld,
      log: (line) => io.err(`${new Date(systemWorld.clock.wallMs()).toISOString()} ${line}`),
    },
    signal,
  );
  if (exit === "locked") return refuseSecond(stateDir);
  if (exit === "superseded") {
    throw new CommandError("not_allowed", "another process uses this agent's identity", {
      fix: "run one agent per identity; enrol this machine again if its key was copied",
    });
  }
  return EXIT_CODES.ok;
}

/** `espalier run`: the agent in the foreground; `--house` is how a console starts its own. */
export function registerRun(program: Command): void {
  program
    .command("run")
    .description("run the agent in the foreground: take jobs from the console and measure")
    .option("--state-dir <dir>", "folder of state, policy, lock and socket")
    .option("--console <url>", "console address, when it differs from the enrolled one")
    .option("--token-file <file>", "join with the token in this file, - for standard input")
    .option("--house", "run as the console's own agent (token on file descriptor 3)")
    .option("--allow-http", "allow an unencrypted console address off this machine")
    .option("--debug", "print stacks")
    .action((raw: unknown) => {
      const options = RunOptions.parse(raw);
      return runCommand(options, (io) => run(options, io));
    });
}
