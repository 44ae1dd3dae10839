import type { Launchctl } from "../../host/launchd/launchctl.ts";
import { isPortFree } from "../../host/port-owner.ts";
import type { ProcessRow } from "../../host/ps-listing.ts";
import { findServing, isRunByAgent } from "./foreground.ts";
import { DEFAULT_PROVIDER_LABEL, FOREIGN_PROVIDER_LABELS, findService } from "./launchd.ts";
import { readRunFiles } from "./run-files.ts";

export interface LaunchdManaged {
  readonly kind: "launchdManaged";
  readonly label: string;
  /** Null when it is loaded but inactive. */
  readonly pid: number | null;
  readonly plist: string;
}

export interface Foreground {
  readonly kind: "foreground";
  readonly pid: number;
  readonly startTime: string;
  readonly argv: readonly string[];
  /** The agent started it, so it is always restored (B103). */
  readonly isOwn: boolean;
}

/** B27, in order of detection. */
export type Conflict =
  | { readonly kind: "none" }
  | LaunchdManaged
  | Foreground
  | { readonly kind: "port_in_use"; readonly port: number };

export interface MachineView {
  readonly conflict: Conflict;
  /** Another state folder's run has a candidate alive: every trial says `shared_machine` (B29). */
  readonly isShared: boolean;
}

/** The processes of the machine a run looks at. */
export type ProcessLister = () => Promise<ProcessRow[]>;

export interface DetectRequest {
  readonly port: number;
  /** This run's own provider, and drained ones that do not go: they never count. */
  readonly ownPids: readonly number[];
  readonly stateDir: string;
  readonly processes: ProcessLister;
  readonly launchctl: Launchctl;
  readonly providerLabel: string | null;
}

/** Looks for whoever serves on this machine: launchd-managed install, foreground serve, then the port (B27–B29). */
export async function detectConflict(request: DetectRequest): Promise<MachineView> {
  const { launchctl, port } = request;
  const rows = withExactArguments(await request.processes(), request.stateDir);
  const serving = findServing(rows, new Set(request.ownPids));
  const isShared = serving.candidates.length > 0;
  const service = await managedService(request);
  if (service !== null) {
    const plist = launchctl.plistOf(service.label);
    return { isShared, conflict: { kind: "launchdManaged", ...service, plist } };
  }
  const first = serving.foreground[0];
  if (first !== undefined) {
    const { pid, startTime, argv } = first;
    return { isShared, conflict: { kind: "foreground", pid, startTime, argv, isOwn: isRunByAgent(first, rows) } };
  }
  if (!(await isPortFree(port))) return { isShared, conflict: { kind: "port_in_use", port } };
  return { isShared, conflict: { kind: "none" } };
}

/** True while a candidate of another state folder's run is alive (B29). */
export async function isMachineShared(processes: ProcessLister, ownPid: number | null): Promise<boolean> {
  const own = new Set(ownPid === null ? [] : [ownPid]);
  return findServing(await processes(), own).candidates.length > 0;
}

/** B31: what stderr says; a managed or foreground provider has the remedy `--drain`, a taken port has none. */
export function conflictLine(conflict: Exclude<Conflict, { kind: "none" }>): string {
  switch (conflict.kind) {
    case "launchdManaged":
      return `provider conflict: launchd-managed ${conflict.label} (plist ${conflict.plist}); remedy: --drain`;
    case "foreground":
      return `provider conflict: foreground-PID-${conflict.pid} is serving; remedy: --drain, or stop it`;
    case "port_in_use":
      return `provider conflict: port-${conflict.port}-in-use; choose another --port`;
  }
}

async function managedService({ launchctl, providerLabel }: DetectRequest) {
  const listing = await launchctl.list();
  const labels = [providerLabel ?? DEFAULT_PROVIDER_LABEL, ...FOREIGN_PROVIDER_LABELS];
  return listing === null ? null : findService(listing, labels);
}

/** B29: a provider's run file knows its arguments exactly, where ps shows them split at spaces. */
function withExactArguments(rows: readonly ProcessRow[], stateDir: string): ProcessRow[] {
  const files = readRunFiles(stateDir).map(({ file }) => file);
  return rows.map((row) => {
    const file = files.find(({ pid, start_time }) => pid === row.pid && start_time === row.startTime);
    return file === undefined || file.argv.length === 0 ? row : { ...row, argv: file.argv };
  });
}
