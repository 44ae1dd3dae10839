import type { Command } from "commander";
import { EngineName } from "../../core/serving/engine-name.ts";
import { type EngineListing, listEngines } from "../engines/list-engines.ts";
import { readEnvironment } from "../host/environment.ts";
import { readConfigFile } from "../serve/options/read-config-file.ts";
import { CommandError } from "./command-error.ts";
import { runCommand } from "./run-command.ts";

type EnginesOptions = { readonly json?: boolean; readonly engine?: string; readonly engineBin?: string };

/** `espalier engines`: what this machine can serve with; exit 1 when no engine is usable. */
export function registerEngines(program: Command): void {
  program
    .command("engines")
    .description("lists the engines of this machine and what they can do")
    .option("--engine <name>", "only this engine")
    .option("--engine-bin <path>", "the executable of that engine; default its own name in PATH")
    .option("--json", "print one JSON object")
    .action((options: EnginesOptions) =>
      runCommand(options.json === true ? { json: true } : {}, async (io) => {
        const listing = await listEngines(questionOf(options));
        if (options.json === true) io.out(JSON.stringify(listing));
        else for (const line of engineLines(listing)) io.out(line);
        return listing.engines.length > 0 ? 0 : 1;
      }),
    );
}

/** The flags, else the environment, else the default config file; an unreadable one says nothing here. */
function questionOf({ engine, engineBin }: EnginesOptions) {
  const environment = readEnvironment();
  const only = engine === undefined ? null : engineNamed(engine);
  const config = readConfigFile(null, environment);
  const values = config.kind === "ok" ? config.values : {};
  const named = EngineName.safeParse(only ?? environment["ESPALIER_ENGINE"] ?? values["engine"]);
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const binary = engineBin ?? environment["ESPALIER_ENGINE_BIN"] ?? text(values["engine_bin"]);
  const configured = named.success ? { engine: named.data, binary } : { engine: "embedded" as const, binary: null };
  return { environment, only, configured };
}

function engineNamed(name: string): EngineName {
  const parsed = EngineName.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new CommandError("usage", `--engine ${name} must be ${EngineName.options.join(", ")}`);
}

function engineLines({ engines, missing, workingSetBytes }: EngineListing): string[] {
  return [
    ...engines.map(
      ({ engine, engineVersion, kvBits, contextGate, unverified }) =>
        `${engine} ${engineVersion}: kv bits ${kvBits === null ? "unset only" : kvBits.join(", ")}; context gate ${contextGate}${unverified.length === 0 ? "" : `; not verifiable: ${unverified.join(", ")}`}`,
    ),
    ...missing.map(({ engine, reason }) => `${engine}: not usable, ${reason}`),
    `Metal working set: ${workingSetBytes === null ? "no Metal device" : `${workingSetBytes} bytes`}`,
  ];
}
