import { CommandError, EXIT_CODES } from "./command-error.ts";

/** Where a command writes: data on stdout, messages on stderr, one line a call. */
export interface CommandIo {
  out(line: string): void;
  err(line: string): void;
}

export interface CommandOptions {
  json?: boolean | undefined;
  debug?: boolean | undefined;
}

const processIo: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
};

/** Prints a failure as `error:` and `fix:` lines, or as one JSON object with its code; returns the exit code. */
export function printFailure(failure: unknown, options: CommandOptions, io: CommandIo = processIo): number {
  const known = failure instanceof CommandError ? failure : null;
  const message = failure instanceof Error ? failure.message : String(failure);
  const code = known?.code ?? "internal_error";
  if (options.json === true) {
    io.out(JSON.stringify({ error: { code, message, ...(known?.fix ? { fix: known.fix } : {}) } }));
  } else {
    io.err(`error: ${message}`);
    if (known?.fix) io.err(`fix: ${known.fix}`);
  }
  if (options.debug === true && failure instanceof Error) io.err(failure.stack ?? message);
  return EXIT_CODES[code];
}

/** The one wrapper of every command: runs `body`, prints what went wrong, sets the exit code (console.md section 11). */
export async function runCommand(options: CommandOptions, body: (io: CommandIo) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await body(processIo);
  } catch (failure) {
    process.exitCode = printFailure(failure, options);
  }
}
