import { type Command, Option } from "commander";
import { z } from "zod";
import { Fence } from "../../core/contract/v1/job.ts";
import { type ProbeErrand, probeCommand } from "../probe/command/probe-command.ts";
import type { ProbeOptions } from "../probe/command/probe-flags.ts";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";

const Errand = z.object({ probeId: z.uuid(), job: z.uuid(), fence: Fence });

/** The agent's own flags, all of them or none. */
function errandOf(options: ProbeOptions): ProbeErrand | null {
  if (options["probeId"] === undefined && options["job"] === undefined && options["fence"] === undefined) return null;
  const parsed = Errand.safeParse(options);
  if (!parsed.success) throw new CommandError("usage", "--probe-id, --job and --fence are the agent's and go together");
  const { probeId, job, fence } = parsed.data;
  return { probeId, subject: { job, fence } };
}

/** `espalier probe`: measures what is being served here and changes nothing (measurement.md section 7). */
export function registerProbe(program: Command): void {
  const hidden = (flags: string) => new Option(flags).hideHelp();
  program
    .command("probe")
    .description("Measure the provider that is serving on this machine; changes no configuration.")
    .option("--profile <name>", "quick, standard, tail, ladder, sweep or open; default quick@1")
    .option("--url <url>", "http://127.0.0.1:<port> of the provider; default the one that serves from the state folder")
    .option("--gaps <kind>", "send times of the open loop: exponential or constant; default exponential")
    .option("--state-dir <dir>", "state folder")
    .option("--json", "print one JSON object with every raw request")
    .option("--debug", "print the stack of a failure")
    .addOption(hidden("--load <shape>"))
    .addOption(hidden("--prompt-tokens <n>"))
    .addOption(hidden("--max-tokens <n>"))
    .addOption(hidden("--requests <n>"))
    .addOption(hidden("--probe-id <uuid>"))
    .addOption(hidden("--job <uuid>"))
    .addOption(hidden("--fence <fence>"))
    .action((options: ProbeOptions) =>
      runCommand({ json: options["json"] === true, debug: options["debug"] === true }, (io) =>
        probeCommand(options, errandOf(options), io),
      ),
    );
}
