import { startProcess } from "../../host/process.ts";

/** B101: on macOS holds the machine awake for as long as this process lives; returns how to let go, null elsewhere. */
export async function keepAwake(): Promise<(() => void) | null> {
  if (process.platform !== "darwin") return null;
  const argv = ["/usr/bin/caffeinate", "-i", "-s", "-w", String(process.pid)];
  const started = await startProcess({ argv, env: {} });
  if (started.kind !== "started") return null;
  const { process: child } = started;
  child.release();
  return () => {
    if (!child.hasExited()) process.kill(child.pid, "SIGTERM");
  };
}
