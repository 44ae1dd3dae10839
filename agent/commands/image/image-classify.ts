import type { Command } from "commander";
import { readEnvironment } from "../../host/environment.ts";
import { systemClock } from "../../host/system-clock.ts";
import { classifyImage } from "../../imaging/classify/classify-image.ts";
import { runCommand } from "../run-command.ts";

type Options = { probe?: boolean; json?: boolean; debug?: boolean };

/** `espalier image classify`: the class of a picture and how far ahead of the next it is (IM68). */
export function registerImageClassify(image: Command): void {
  image
    .command("classify <input>")
    .description("Print the class of a picture and its margin over the next class, 0 to 1.")
    .option("--probe", "print every signal, gate and panel on stderr")
    .option("--json", "print the answer with its reasons as one JSON object")
    .option("--debug", "print the stack of a failure")
    .action((input: string, options: Options) =>
      runCommand(options, (io) =>
        classifyImage(
          input,
          { wantsProbe: options.probe === true, wantsJson: options.json === true },
          { io, environment: readEnvironment(), monoMs: systemClock.monoMs },
        ),
      ),
    );
}
