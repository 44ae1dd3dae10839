import type { Command } from "commander";
import { readEnvironment } from "../../host/environment.ts";
import { type ShareOptions, shareFlags } from "../../imaging/share/share-flags.ts";
import { shareLog } from "../../imaging/share/share-log.ts";
import { runCommand } from "../run-command.ts";

/** `espalier image share`: sends a Mac's own runs and ratings to its console (IM46). */
export function registerImageShare(image: Command): void {
  image
    .command("share")
    .description(
      "Send the runs and ratings of a log to the console; pictures only of the classes in this Mac's policy.",
    )
    .option("--log <file>", "the feedback log")
    .option("--inputs <dir>", "where the pictures are, found by content; without it only records are sent")
    .option("--state-dir <dir>", "folder of state, policy, lock and socket")
    .option("--json", "print the counts as one JSON object")
    .option("--debug", "print the stack of a failure")
    .action((options: ShareOptions) =>
      runCommand({ json: options["json"] === true, debug: options["debug"] === true }, (io) =>
        shareLog(shareFlags(options), { io, environment: readEnvironment(), uid: process.getuid?.() ?? 0 }),
      ),
    );
}
