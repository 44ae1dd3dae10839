import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Runs a Node script as a process of its own and reads the one JSON value it prints; throws with its messages otherwise. */
export async function runJson(args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const code = new Promise<number | null>((resolve) => child.once("exit", (value) => resolve(value)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if ((await code) !== 0 && out === "") throw new Error(err);
  return JSON.parse(out);
}
