import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { runCommand } from "../../host/run-command.ts";

/** A launchd of its own: home with LaunchAgents, and a PATH whose `launchctl` is the stand-in. */
export interface LaunchdFolder {
  readonly home: string;
  readonly path: string;
  /** Writes the plist of a service. */
  addPlist(label: string, argv: readonly string[]): string;
  /** Loads and starts a service as its owner would; not counted among the calls. */
  load(label: string): Promise<void>;
  unload(label: string): Promise<void>;
  pid(label: string): number | null;
  /** `<command> before` or `after` kills whoever calls it then, once; `<command> fails` refuses it, `<command> dies` leaves it unanswered once. */
  trap(what: string): void;
  /** How often a command was given for a label or plist, since the last `load`. */
  calls(command: string): string[][];
}

const text = (value: string): string => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export function launchdFolder(): LaunchdFolder {
  const home = mkdtempSync(join(tmpdir(), "espalier-launchd-"));
  const bin = join(home, "bin");
  const agents = join(home, "Library", "LaunchAgents");
  for (const folder of [bin, agents]) mkdirSync(folder, { recursive: true });
  const fake = join(import.meta.dirname, "..", "fixtures", "fake-launchctl.ts");
  writeFileSync(join(bin, "launchctl"), `#!/bin/sh\nexec '${process.execPath}' '${fake}' '${home}' "$@"\n`, {
    mode: 0o755,
  });
  const domain = `gui/${userInfo().uid}`;
  const calls = join(home, "calls.jsonl");
  const run = async (args: readonly string[]) => {
    const result = await runCommand({ argv: [join(bin, "launchctl"), ...args], timeoutMs: 60_000 });
    if (result.code !== 0) throw new Error(`launchctl ${args.join(" ")}: ${result.stderr}`);
    writeFileSync(calls, "");
  };
  return {
    home,
    path: bin,
    addPlist: (label, argv) => {
      const plist = join(agents, `${label}.plist`);
      const strings = argv.map((part) => `<string>${text(part)}</string>`).join("");
      writeFileSync(
        plist,
        `<plist version="1.0"><dict><key>Label</key><string>${label}</string><key>ProgramArguments</key><array>${strings}</array><key>ExitTimeOut</key><integer>45</integer></dict></plist>\n`,
      );
      return plist;
    },
    load: (label) => run(["bootstrap", domain, join(agents, `${label}.plist`)]),
    unload: (label) => run(["bootout", `${domain}/${label}`]),
    pid: (label) => {
      try {
        return JSON.parse(readFileSync(join(home, "services", `${label}.json`), "utf8")).pid;
      } catch {
        return null;
      }
    },
    trap: (what) => writeFileSync(join(home, "trap"), what),
    calls: (command) => {
      try {
        const lines = readFileSync(calls, "utf8")
          .split("\n")
          .filter((line) => line !== "");
        return lines
          .map((line) => JSON.parse(line))
          .filter((call) => call.command === command)
          .map((call) => call.args);
      } catch {
        return [];
      }
    },
  };
}
