import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { uuidV7 } from "../../../core/canonical/uuid-v7.ts";
import { readEnvironment } from "../../host/environment.ts";
import { readMachineId } from "../../host/machine/machine-facts.ts";
import { systemClock } from "../../host/system-clock.ts";
import { type AutoOptions, autoFlags } from "../../imaging/auto/auto-flags.ts";
import { autoImage } from "../../imaging/auto/auto-image.ts";
import { runCommand } from "../run-command.ts";

/** `espalier image auto`: classifies a picture and runs the recipe of its class (IM69). */
export function registerImageAuto(image: Command): void {
  image
    .command("auto <input> <output>")
    .description("Run the recipe of a picture's class over it and write the result.")
    .option("--class <label>", "take this class instead of asking the classifier")
    .option("--recipe-dir <dir>", "look for <class>.toml here first")
    .option("--record <file>", "append the run to this log")
    .option("--work-size <px>", "reduce the long side to this before the first step")
    .option("--json", "print the run record as one JSON object")
    .option("--debug", "print the stack of a failure")
    .action((input: string, output: string, options: AutoOptions) =>
      runCommand({ json: options["json"] === true, debug: options["debug"] === true }, async (io) =>
        autoImage(autoFlags(input, output, options), {
          io,
          environment: readEnvironment(),
          clock: systemClock,
          hostId: await readMachineId(),
          newId: () => uuidV7(systemClock.wallMs(), randomBytes(10)),
        }),
      ),
    );
}
