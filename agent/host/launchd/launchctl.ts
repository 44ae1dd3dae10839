import { join } from "node:path";
import type { Environment } from "../environment.ts";
import { type CommandResult, runCommand } from "../run-command.ts";

/** launchd answers in milliseconds; a machine that stands still for seconds is waited for. */
const QUICK_MS = 15_000;

/** How launchd sees one service of the user's own domain. */
export interface ServiceState {
  readonly isLoaded: boolean;
  /** Null when it is loaded but not running, or not loaded. */
  readonly pid: number | null;
}

type LaunchctlResult = { readonly kind: "ok" } | { readonly kind: "failed"; readonly reason: string };

/** launchd's services in `gui/<uid>`, by Apple's own command (B28, B32); a machine without it has none. */
export interface Launchctl {
  readonly uid: number;
  plistOf(label: string): string;
  /** The text of `launchctl list`, null where there is no launchctl. Throws when it gave no answer: then nobody knows (B28). */
  list(): Promise<string | null>;
  /** One service as `launchctl print` shows it. Throws when it gave no answer. */
  state(label: string): Promise<ServiceState>;
  /** Asks launchd to stop and unload a service; one that is not loaded any more counts as done. */
  bootout(label: string, timeoutMs: number): Promise<LaunchctlResult>;
  /** Loads a service from its plist; fails when it is loaded already (B36). */
  bootstrap(plist: string): Promise<LaunchctlResult>;
}

/** `3` and `113`: not loaded; `36`: launchd goes on stopping it. */
const BOOTOUT_DONE: ReadonlySet<number | null> = new Set([0, 3, 36, 113]);

/** The real command found on the environment's PATH; HOME names the folder of the plists. */
export function systemLaunchctl(environment: Environment): Launchctl {
  const uid = process.getuid?.() ?? 0;
  const domain = `gui/${uid}`;
  const run = (args: readonly string[], timeoutMs: number) =>
    runCommand({ argv: ["launchctl", ...args], timeoutMs, env: environment });
  return {
    uid,
    plistOf: (label) => join(environment["HOME"] ?? "/", "Library", "LaunchAgents", `${label}.plist`),
    list: async () => {
      const listing = await run(["list"], QUICK_MS);
      return listing.isMissing ? null : answered(listing).stdout;
    },
    state: async (label) => {
      const printed = await run(["print", `${domain}/${label}`], QUICK_MS);
      if (printed.isMissing) return { isLoaded: false, pid: null };
      return answered(printed).code === 0
        ? { isLoaded: true, pid: pidOfPrint(printed.stdout) }
        : { isLoaded: false, pid: null };
    },
    bootout: async (label, timeoutMs) => {
      const result = await run(["bootout", `${domain}/${label}`], timeoutMs);
      if (BOOTOUT_DONE.has(result.code) || result.hasTimedOut) return { kind: "ok" };
      return { kind: "failed", reason: reasonOf("bootout", result) };
    },
    bootstrap: async (plist) => {
      const result = await run(["bootstrap", domain, plist], QUICK_MS * 2);
      return result.code === 0 ? { kind: "ok" } : { kind: "failed", reason: reasonOf("bootstrap", result) };
    },
  };
}

/** A command that was cut off or killed said nothing, and nothing may be read into that. */
function answered(result: CommandResult): CommandResult {
  if (result.code === null) throw new Error("launchctl did not answer");
  return result;
}

function reasonOf(verb: string, result: { code: number | null; stderr: string }): string {
  const line = result.stderr.trim().split("\n")[0] ?? "";
  return line === "" ? `launchctl ${verb} ended with ${result.code ?? "no code"}` : line;
}

/** The process of a service in the text of `launchctl print`; null while it does not run. */
export function pidOfPrint(text: string): number | null {
  const pid = Number(/^\s*pid = (\d+)\s*$/m.exec(text)?.[1]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}
