import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { LARGEST_YAML_BYTES, parseYaml } from "../../host/yaml-file.ts";

export type ConfigRead =
  | { readonly kind: "file"; readonly bytes: Buffer; readonly text: string }
  /** A missing file counts as empty (B83). */
  | { readonly kind: "missing"; readonly bytes: Buffer; readonly text: string }
  | { readonly kind: "refused"; readonly reason: string };

/** Reads the config through one descriptor whose owner and links were looked at, and only what the loader can read (B79); B84's refusals never follow a link. */
export function readConfigSafely(path: string): ConfigRead {
  const named = lstatSync(path, { throwIfNoEntry: false });
  if (named === undefined) return { kind: "missing", bytes: Buffer.alloc(0), text: "" };
  const problem = problemOf(named);
  if (problem !== null) return { kind: "refused", reason: problem };
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const opened = problemOf(fstatSync(file));
    if (opened !== null) return { kind: "refused", reason: opened };
    const bytes = readFileSync(file);
    const read = parseYaml(bytes);
    if (read.kind === "error") return { kind: "refused", reason: read.reason };
    return { kind: "file", bytes, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
  } finally {
    closeSync(file);
  }
}

function problemOf(stats: Stats): string | null {
  if (stats.isSymbolicLink()) return "it is a symbolic link";
  if (!stats.isFile()) return "it is not a regular file";
  if (process.getuid !== undefined && stats.uid !== process.getuid()) return "it belongs to another user";
  if (stats.nlink > 1) return "it is a hard link";
  return stats.size > LARGEST_YAML_BYTES ? "it is larger than 256 KiB" : null;
}
