import { resolve } from "node:path";
import { runCommand } from "../../host/run-command.ts";

/** What `mdls` prints, so that recordings stand in for a Mac in tests. */
type CommandText = (argv: readonly string[]) => Promise<string>;

const runText: CommandText = async (argv) => (await runCommand({ argv, timeoutMs: 3000 })).stdout;

/** Whether the Mac itself marked a file as a screen capture (images.md 2.1, `screen_hint`); false where it is no Mac or does not say. */
export function isScreenCapture(path: string): Promise<boolean> {
  return process.platform === "darwin" ? readCaptureMark(path, runText) : Promise.resolve(false);
}

/** The mark in Spotlight's index: `1`, `0`, or `(null)` for a file without one. */
export async function readCaptureMark(path: string, run: CommandText): Promise<boolean> {
  const text = await run(["mdls", "-raw", "-name", "kMDItemIsScreenCapture", resolve(path)]);
  return text.trim() === "1";
}
