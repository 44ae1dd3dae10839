import type { Command } from "commander";
import { type EngineListing, listEngines } from "../engines/list-engines.ts";
import { runCommand } from "./run-command.ts";

/** `espalier engines`: what this machine can serve with; exit 1 when no engine is usable. */
export function registerEngines(program: Command): void {
  program
    .command("engines")
    .description("lists the engines of this machine and what they can do")
    .option("--json", "print one JSON object")
    .action((options: { json?: boolean }) =>
      runCommand(options, async (io) => {
        const listing = await listEngines();
        if (options.json === true) io.out(JSON.stringify(listing));
        else for (const line of engineLines(listing)) io.out(line);
        return listing.engines.length > 0 ? 0 : 1;
      }),
    );
}

function engineLines({ engines, missing, workingSetBytes }: EngineListing): string[] {
  return [
    ...engines.map(
      ({ engine, engineVersion, kvBits }) =>
        `${engine} ${engineVersion}: kv bits ${kvBits === null ? "unset only" : kvBits.join(", ")}`,
    ),
    ...missing.map(({ engine, reason }) => `${engine}: not usable, ${reason}`),
    `Metal working set: ${workingSetBytes === null ? "no Metal device" : `${workingSetBytes} bytes`}`,
  ];
}
