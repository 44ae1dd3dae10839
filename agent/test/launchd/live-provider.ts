import { mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { askModels } from "../../autotune/restore/ask-one-token.ts";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { listProcesses } from "../../host/process-list.ts";
import { wait } from "../../host/wait.ts";

/** The arguments of a provider that serves on a port: a fixture under the name `espalier`, in a folder of its own. */
export function serveArgv(port: number, fixture = "provider-ready.ts", extra: readonly string[] = []): string[] {
  const bin = join(mkdtempSync(join(tmpdir(), "espalier-live-")), "espalier");
  symlinkSync(join(import.meta.dirname, "..", "fixtures", fixture), bin);
  return [process.execPath, bin, "serve", "--model", "org/live-1B", "--port", String(port), ...extra];
}

/** Resolves once the provider on a port answers. */
export async function serving(port: number): Promise<void> {
  while ((await askModels(port, 1000)).status !== 200) await wait(20);
}

/** Processes with exactly these arguments. */
export async function processesOf(argv: readonly string[]) {
  const wanted = argv.join("\0");
  return (await listProcesses()).filter((row) => !row.isZombie && row.argv.join("\0") === wanted);
}

/** Ends whatever a test left with these arguments. */
export function endAfterTest(argv: readonly string[]): void {
  onTestFinished(async () => {
    for (const { pid } of await processesOf(argv)) process.kill(pid, "SIGKILL");
    while ((await processesOf(argv)).length > 0) await wait(20);
  });
}

interface Started {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A provider started by hand, serving; ended with the test. */
export async function liveProvider(argv: readonly string[], port: number, how: Started = {}): Promise<OwnedProcess> {
  endAfterTest(argv);
  const started = await startProcess({ argv, ...how, env: { PATH: "/usr/bin:/bin", ...how.env } });
  if (started.kind === "failed") throw new Error(started.reason);
  await serving(port);
  return started.process;
}
