import { execFile } from "node:child_process";
import { processEnv } from "./process-env.ts";

export interface CommandRequest {
  readonly argv: readonly string[];
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
}

/** Booleans say why a command gave no answer. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isMissing: boolean;
  readonly hasTimedOut: boolean;
}

/** Runs a short command to its end: argv array, no shell, output capped at `maxBytes` (1 MiB). Never throws. */
export function runCommand(request: CommandRequest): Promise<CommandResult> {
  const [file, ...args] = request.argv;
  if (file === undefined) {
    return Promise.resolve({ code: null, stdout: "", stderr: "", isMissing: true, hasTimedOut: false });
  }
  return new Promise((resolve) => {
    const options = {
      timeout: request.timeoutMs,
      killSignal: "SIGKILL" as const,
      maxBuffer: request.maxBytes ?? 1_048_576,
      encoding: "utf8" as const,
      ...(request.env === undefined ? {} : { env: processEnv(request.env) }),
    };
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : null;
      resolve({
        code,
        stdout,
        stderr,
        isMissing: error?.code === "ENOENT",
        hasTimedOut: error?.killed === true,
      });
    });
  });
}
