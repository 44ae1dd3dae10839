import type { Command } from "commander";
import { runPromote } from "../../tuner/run-promote.ts";
import { runReplay } from "../../tuner/run-replay.ts";
import { runTune } from "../../tuner/run-tune.ts";
import { replayFlags, type TunerOptions, tuneFlags } from "../../tuner/tuner-flags.ts";
import { type CommandIo, runCommand } from "../run-command.ts";

type Run = (options: TunerOptions, io: CommandIo) => Promise<number>;

/** `espalier tuner …`: propose better recipe arguments from ratings, compare, promote (tuner.md section 1). */
export function registerTuner(program: Command): void {
  const tuner = program
    .command("tuner")
    .description("Learn recipe arguments from ratings. Scores of untried arguments are predictions, not measurements.");
  reading(tuner.command("tune").description("Write <class>.next.toml for every class with enough ratings."))
    .option("--seed <n>", "0 to 4294967295, default 42")
    .option("--method <method>", "gp or idw; default the recipe's, else gp")
    .option("--join <join>", "run or legacy; default run, with --method idw legacy for a log without v2 records")
    .action((options: TunerOptions) => start(options, (given, io) => runTune(tuneFlags(given), io)));
  reading(tuner.command("replay").description("Print mean scores of the current recipe and of all; writes nothing."))
    .option("--inputs <dir>", "run the stored runs of the pictures below this folder again and compare the pixels")
    .action((options: TunerOptions) => start(options, (given, io) => runReplay(replayFlags(given), io)));
  tuner
    .command("promote <class>")
    .description("Make the proposal of a class its recipe.")
    .option("--recipe-dir <dir>", "folder of <class>.toml")
    .option("--log <file>", "the log that holds the confirmation")
    .option(
      "--force",
      "override a changed recipe of an idw proposal; with --reason also that of a gp one, and a missing confirmation",
    )
    .option("--reason <text>", "why, at least 10 characters; stored in the recipe")
    .option("--debug", "print the stack of a failure")
    .action((name: string, given: TunerOptions) =>
      start(given, (options, io) => runPromote({ name, options, onStep: () => undefined }, io)),
    );
}

function reading(command: Command): Command {
  return command
    .option("--log <file>", "the feedback log")
    .option("--class <class>", "only this class")
    .option("--recipe-dir <dir>", "folder of <class>.toml")
    .option("--json", "print one JSON object per class")
    .option("--debug", "print the stack of a failure");
}

function start(options: TunerOptions, run: Run): Promise<void> {
  const given = { json: options["json"] === true, debug: options["debug"] === true };
  return runCommand(given, (io) => run(options, io));
}
