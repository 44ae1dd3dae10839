import type { Environment } from "./environment.ts";

const PASSED = new Set(["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "TEMP", "TMP"]);
const PASSED_PREFIXES = ["LC_", "XDG_"];
const HUB_CACHE = new Set(["HF_HOME", "HF_HUB_CACHE", "HF_ENDPOINT"]);

/** B99: what a child inherits, built from empty: path, home, locale, temp, XDG and hub-cache variables. Never the user's knobs. */
export function childEnvironment(own: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(own).filter(
      ([name]) => PASSED.has(name) || HUB_CACHE.has(name) || PASSED_PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  );
}
