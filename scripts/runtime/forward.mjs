import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a program in this terminal and ends as it ends. A terminal's Ctrl-C reaches the program itself, so SIGINT is
 * only survived here; SIGTERM and SIGHUP reach this process alone and are passed on.
 */
export function forward(command, args, options) {
  const child = spawn(command, args, { stdio: "inherit", ...options });
  process.on("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`error: ${command} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}
