import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { CommandError } from "../../commands/command-error.ts";

/** Turns a failure of the file system into exit 74 with what could not be done (images.md section 5). */
export const cannot =
  (what: string) =>
  (cause: unknown): never => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("io_error", `${what}: ${why}`, { cause });
  };

/** The facts of an input. Throws CommandError 74 for one that cannot be read and for a folder. */
export async function requireFile(input: string): Promise<Stats> {
  const found = await stat(input).catch(cannot(`${input} cannot be read`));
  if (found.isFile()) return found;
  const what = found.isDirectory() ? "a folder" : "no file";
  throw new CommandError("io_error", `${input} is ${what}`, { fix: "give the path of one picture" });
}
