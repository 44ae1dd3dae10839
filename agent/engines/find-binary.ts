import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { EngineName } from "../../core/serving/engine-name.ts";
import type { Environment } from "../host/environment.ts";

export type BinaryOutcome =
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "missing"; readonly message: string };

/** The executable of an engine: the configured one, else its own name in PATH; the embedded one has none. */
export function findEngineBinary(
  engine: EngineName,
  configured: string | null,
  environment: Environment,
): BinaryOutcome {
  if (engine === "embedded") return { kind: "found", path: "" };
  if (configured !== null) {
    const path = isAbsolute(configured) ? configured : resolve(configured);
    return isExecutable(path)
      ? { kind: "found", path }
      : { kind: "missing", message: `--engine-bin ${configured} must be executable` };
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const path = folders.map((folder) => join(folder, engine)).find(isExecutable);
  return path === undefined
    ? { kind: "missing", message: `--engine ${engine} must be in PATH, or its executable named by --engine-bin` }
    : { kind: "found", path };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
