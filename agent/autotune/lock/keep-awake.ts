import { startProcess } from "../../host/process.ts";

const MAC = { platform: process.platform, command: "/usr/bin/caffeinate" };

/** B101: on macOS holds the machine awake for as long as this process lives; returns how to let go, null elsewhere. */
export async function keepAwake(mac: { platform: string; command: string } = MAC): Promise<(() => void) | null> {
  if (mac.platform !== "darwin") return null;
  const argv = [mac.command, "-i", "-s", "-w", String(process.pid)];
  const started = await startProcess({ argv, env: {} });
  if (started.kind !== "started") return null;
  const { process: child } = started;
  child.release();
  return () => {
    if (!child.hasExited()) process.kill(child.pid, "SIGTERM");
  };
}
