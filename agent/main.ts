import { Command, CommanderError } from "commander";
import { argvProblem } from "./commands/argv-problem.ts";
import { registerAutotune } from "./commands/autotune.ts";
import { CommandError, EXIT_CODES } from "./commands/command-error.ts";
import { registerDoctor } from "./commands/doctor.ts";
import { registerEngineGuard } from "./commands/engine-guard.ts";
import { registerEngines } from "./commands/engines.ts";
import { registerEnrol } from "./commands/enrol.ts";
import { registerHash } from "./commands/hash.ts";
import { registerImage } from "./commands/image/register-image.ts";
import { registerProbe } from "./commands/probe.ts";
import { registerRun } from "./commands/run.ts";
import { printFailure } from "./commands/run-command.ts";
import { registerServe } from "./commands/serve.ts";
import { registerStatus } from "./commands/status.ts";
import { registerTuner } from "./commands/tuner/register-tuner.ts";
import { AGENT_VERSION } from "./host/agent-version.ts";

function buildProgram(): Command {
  const program = new Command("espalier")
    .description("Measures which model this machine can serve well, and serves it.")
    .version(AGENT_VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => undefined });
  registerServe(program);
  registerEngines(program);
  registerEngineGuard(program);
  registerAutotune(program);
  registerProbe(program);
  registerHash(program);
  registerImage(program);
  registerTuner(program);
  registerEnrol(program);
  registerRun(program);
  registerStatus(program);
  registerDoctor(program);
  return program;
}

/** A flag or argument that cannot be read is 64, with the words of the parser (console.md section 11). */
function usageFailure(failure: CommanderError, argv: readonly string[]): number {
  const isKnown = failure.code !== "commander.unknownCommand" && argv[2]?.startsWith("-") === false;
  return refuseUsage(failure.message.replace(/^error: /, ""), argv, isKnown ? ` ${argv[2]}` : "");
}

function refuseUsage(message: string, argv: readonly string[], command: string): number {
  const error = new CommandError("usage", message, { fix: `espalier${command} --help` });
  return printFailure(error, { json: argv.includes("--json") });
}

/** Runs one command line and returns its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const problem = argvProblem(argv.slice(2));
  if (problem !== null) return refuseUsage(problem, argv, "");
  try {
    await buildProgram().parseAsync(argv);
    return typeof process.exitCode === "number" ? process.exitCode : EXIT_CODES.ok;
  } catch (failure) {
    if (!(failure instanceof CommanderError)) throw failure;
    if (failure.exitCode === 0) return EXIT_CODES.ok;
    return failure.code === "commander.help" ? EXIT_CODES.usage : usageFailure(failure, argv);
  }
}
