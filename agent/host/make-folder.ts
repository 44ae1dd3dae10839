import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and its parents, for this user only. Throws a sentence that names the path. Node's own recursive form
 * never returns where a file system answers ENOENT to every mkdir.
 */
export function makeFolder(path: string): void {
  const standing = statSync(path, { throwIfNoEntry: false });
  if (standing?.isDirectory() === true) return;
  if (standing !== undefined) throw new Error(`${path} is not a folder`);
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    if (code !== "EEXIST") throw new Error(`folder ${path} cannot be created: ${code}`, { cause });
  }
}
