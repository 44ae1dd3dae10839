import { randomBytes } from "node:crypto";
import type { Command } from "commander";
import { uuidV7 } from "../../../core/canonical/uuid-v7.ts";
import { readEnvironment } from "../../host/environment.ts";
import { systemClock } from "../../host/system-clock.ts";
import { type RateOptions, rateFlags } from "../../imaging/rate/rate-flags.ts";
import { rateImage } from "../../imaging/rate/rate-image.ts";
import { runCommand } from "../run-command.ts";

/** `espalier image rate`: appends one rating to a feedback log (IM70). */
export function registerImageRate(image: Command): void {
  image
    .command("rate <input>")
    .description("Rate the newest result of a picture: 1 bad to 5 excellent, compared with the original.")
    .option("--score <n>", "1, 2, 3, 4 or 5")
    .option("--record <file>", "the log the rating is appended to")
    .option("--notes <text>", "a note")
    .option("--run-id <id>", "the run that is rated; default the newest one of this picture in the log")
    .option("--rater <id>", "who rates; default ESPALIER_RATER, else local")
    .option("--json", "print the rating as one JSON object")
    .option("--debug", "print the stack of a failure")
    .action((input: string, options: RateOptions) =>
      runCommand({ json: options["json"] === true, debug: options["debug"] === true }, async (io) => {
        const nowMs = systemClock.wallMs();
        const eventId = uuidV7(nowMs, randomBytes(10));
        return rateImage(input, rateFlags(options, readEnvironment()), { io, nowMs, eventId });
      }),
    );
}
