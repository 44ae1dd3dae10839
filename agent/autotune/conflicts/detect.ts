import { homedir } from "node:os";
import { isPortFree } from "../../host/port-owner.ts";
import { listProcesses } from "../../host/process-list.ts";
import { runCommand } from "../../host/run-command.ts";
import { findServing } from "./foreground.ts";
import { DEFAULT_PROVIDER_LABEL, FOREIGN_PROVIDER_LABELS, findService } from "./launchd.ts";

/** B27, in order of detection. */
export type Conflict =
  | { readonly kind: "none" }
  | { readonly kind: "launchdManaged"; readonly label: string; readonly pid: number | null }
  | { readonly kind: "foreground"; readonly pid: number; readonly argv: readonly string[] }
  | { readonly kind: "port_in_use"; readonly port: number };

export interface MachineView {
  readonly conflict: Conflict;
  /** Another state folder's run has a candidate alive: every trial says `shared_machine` (B29). */
  readonly isShared: boolean;
}

export interface DetectRequest {
  readonly port: number;
  /** This run's own provider, which never counts. */
  readonly ownPid: number | null;
  readonly providerLabel?: string;
}

/** Looks for whoever serves on this machine: launchd-managed install, foreground serve, then the port (B27–B29). */
export async function detectConflict(request: DetectRequest): Promise<MachineView> {
  const own = new Set(request.ownPid === null ? [] : [request.ownPid]);
  const serving = findServing(await listProcesses(), own);
  const isShared = serving.candidates.length > 0;
  const service = await managedService(request.providerLabel ?? DEFAULT_PROVIDER_LABEL);
  if (service !== null) return { isShared, conflict: { kind: "launchdManaged", ...service } };
  const first = serving.foreground[0];
  if (first !== undefined) return { isShared, conflict: { kind: "foreground", pid: first.pid, argv: first.argv } };
  if (!(await isPortFree(request.port))) return { isShared, conflict: { kind: "port_in_use", port: request.port } };
  return { isShared, conflict: { kind: "none" } };
}

/** True while a candidate of another state folder's run is alive (B29). */
export async function isMachineShared(ownPid: number | null): Promise<boolean> {
  const own = new Set(ownPid === null ? [] : [ownPid]);
  return findServing(await listProcesses(), own).candidates.length > 0;
}

/** B31: what stderr says; a managed or foreground provider has the remedy `--drain`, a taken port has none. */
export function conflictLine(conflict: Exclude<Conflict, { kind: "none" }>): string {
  switch (conflict.kind) {
    case "launchdManaged":
      return `autotune: provider conflict: launchd-managed ${conflict.label} (plist ${homedir()}/Library/LaunchAgents/${conflict.label}.plist); remedy: --drain`;
    case "foreground":
      return `autotune: provider conflict: foreground-PID-${conflict.pid} is serving; remedy: --drain, or stop it`;
    case "port_in_use":
      return `autotune: provider conflict: port-${conflict.port}-in-use; choose another --port`;
  }
}

async function managedService(label: string) {
  if (process.platform !== "darwin") return null;
  const listing = await runCommand({ argv: ["launchctl", "list"], timeoutMs: 5000 });
  return listing.isMissing ? null : findService(listing.stdout, [label, ...FOREIGN_PROVIDER_LABELS]);
}
