import { readFileSync, statfsSync } from "node:fs";
import { arch, availableParallelism, cpus, hostname, totalmem } from "node:os";
import { MachineFacts } from "../../../core/contract/v1/facts.ts";
import { AGENT_VERSION } from "../agent-version.ts";
import { macIdentity } from "./mac-identity.ts";
import { machineIdOf } from "./machine-id.ts";
import type { PlatformIdentity } from "./platform-identity.ts";
import { readSignals } from "./signals.ts";

const GIB = 2 ** 30;

/** B94: whole GiB, at least 1 even where the call fails. */
export function ramGbOf(bytes: number): number {
  return Number.isFinite(bytes) ? Math.max(1, Math.round(bytes / GIB)) : 1;
}

const readIdentity = async (): Promise<PlatformIdentity> =>
  process.platform === "darwin" ? await macIdentity() : linuxIdentity();

/** The machine without its facts: an opaque name that stays the same (B127). */
export const readMachineId = async (): Promise<string> => machineIdOf((await readIdentity()).platformId);

/** The facts of this machine (B94, B127). `stateDir` is where free disk space is measured; what cannot be read is null or `unknown`. */
export async function readMachineFacts(stateDir: string): Promise<MachineFacts> {
  const identity = await readIdentity();
  const signals = await readSignals();
  const ramBytes = Math.max(1, totalmem());
  return MachineFacts.parse({
    machineId: machineIdOf(identity.platformId),
    hostName: hostname(),
    chip: identity.chip,
    cores: Math.max(1, availableParallelism()),
    ramBytes,
    ramGb: ramGbOf(ramBytes),
    os: identity.os,
    osVersion: identity.osVersion,
    arch: arch(),
    workingSetBytes: identity.workingSetBytes,
    diskFreeBytes: freeBytes(stateDir),
    powerSource: signals.powerSource,
    thermalLevel: signals.thermalLevel,
    memoryPressureLevel: signals.memoryPressureLevel,
    isLowPowerMode: signals.isLowPowerMode,
    nodeVersion: process.version,
    agentVersion: AGENT_VERSION,
  });
}

function freeBytes(folder: string): number | null {
  for (const path of [folder, "/"]) {
    try {
      const stats = statfsSync(path);
      return Math.floor(stats.bavail * stats.bsize);
    } catch {
      // The state folder may not exist yet; the root then stands in.
    }
  }
  return null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function linuxIdentity(): PlatformIdentity {
  const release = textOf("/etc/os-release");
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(release)?.[1] ?? null;
  const model = cpus()[0]?.model.trim();
  const machine = textOf("/etc/machine-id").trim() || textOf("/var/lib/dbus/machine-id").trim();
  return {
    platformId: machine === "" ? hostname() : machine,
    chip: model === undefined || model === "" ? "unknown" : model,
    os: field("NAME") ?? "Linux",
    osVersion: field("VERSION_ID") ?? "unknown",
    workingSetBytes: null,
  };
}
