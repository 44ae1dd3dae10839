import { CommandError } from "../../commands/command-error.ts";

/** Turns a failure of the file system into exit 74 with what could not be done (images.md section 5). */
export const cannot =
  (what: string) =>
  (cause: unknown): never => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError("io_error", `${what}: ${why}`, { cause });
  };
