import { readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** The installed version of a Python package beside one of its scripts, from its metadata folder; null when it is not there. */
export function pythonPackageVersion(script: string, name: string): string | null {
  for (const path of new Set([script, resolved(script)])) {
    const lib = join(dirname(dirname(path)), "lib");
    for (const python of namesIn(lib)) {
      const folder = namesIn(join(lib, python, "site-packages")).find(
        (entry) => entry.startsWith(`${name}-`) && entry.endsWith(".dist-info"),
      );
      if (folder !== undefined) return folder.slice(name.length + 1, -".dist-info".length);
    }
  }
  return null;
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
