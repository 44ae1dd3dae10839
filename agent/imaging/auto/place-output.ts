import { createReadStream, createWriteStream } from "node:fs";
import { realpath, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { CommandError } from "../../commands/command-error.ts";
import { renameFlushed } from "../../host/files/replace-file.ts";
import { cannot, requireFile } from "./io-failure.ts";

/** Throws CommandError: 74 for an input that is no readable file or a folder that is none, 64 for an output that is the input (IM69). */
export async function checkPlaces(input: string, output: string): Promise<void> {
  const found = await requireFile(input);
  await stat(dirname(output)).catch(cannot(`${dirname(output)} cannot be written`));
  const [from, to] = await Promise.all([realpath(input), realpath(output).catch(() => null)]);
  const there = to === null ? null : await stat(to).catch(() => null);
  if (from === to || (there !== null && there.ino === found.ino && there.dev === found.dev)) {
    throw new CommandError("usage", "the output is the input file", { fix: "give another path for the output" });
  }
  if (there?.isDirectory() === true) throw new CommandError("io_error", `${output} is a folder`);
}

export interface Placing {
  readonly from: string;
  readonly output: string;
  /** Ends the copy; nothing is left behind. */
  readonly signal: AbortSignal;
  /** Part of the temporary name. */
  readonly id: string;
}

/** Copies into the target folder, flushes, renames: the output is whole or not there. Throws CommandError 74, or the signal's reason. */
export async function placeOutput({ from, output, signal, id }: Placing): Promise<void> {
  const temporary = join(dirname(output), `.${basename(output)}.${id}.tmp`);
  try {
    await pipeline(createReadStream(from), createWriteStream(temporary, { flags: "wx", mode: 0o644 }), { signal });
    signal.throwIfAborted();
    await renameFlushed(temporary, output);
  } catch (failure) {
    await rm(temporary, { force: true });
    if (signal.aborted) throw failure;
    cannot(`${output} cannot be written`)(failure);
  }
}
