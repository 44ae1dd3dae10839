import { runCommand } from "../run-command.ts";

/** One reading of the machine's condition (B116, M21); null where the machine cannot tell. */
export interface MachineSignals {
  /** 0 nominal, 1 moderate, 2 heavy, 3 trapping, 4 sleeping. */
  readonly thermalLevel: number | null;
  /** 1 normal, 2 warning, 4 critical. */
  readonly memoryPressureLevel: number | null;
  readonly powerSource: "ac" | "battery" | null;
  readonly isLowPowerMode: boolean | null;
}

const UNKNOWN: MachineSignals = {
  thermalLevel: null,
  memoryPressureLevel: null,
  powerSource: null,
  isLowPowerMode: null,
};

/** What the macOS commands print, so that recordings stand in for a Mac in tests. */
export type CommandText = (argv: readonly string[]) => Promise<string>;

const PRESSURE = ["sysctl", "-n", "kern.memorystatus_vm_pressure_level"];

const runText: CommandText = async (argv) => (await runCommand({ argv, timeoutMs: 3000 })).stdout;

/** Reads the signals of this machine; all null where it is no Mac, and unknown passes. */
export function readSignals(): Promise<MachineSignals> {
  return process.platform === "darwin" ? readMacSignals(runText) : Promise.resolve(UNKNOWN);
}

/** When this Mac last woke, as it prints it (`kern.waketime`, M21); null elsewhere. */
export async function readWakeTime(): Promise<string | null> {
  if (process.platform !== "darwin") return null;
  const text = (await runText(["sysctl", "-n", "kern.waketime"])).trim();
  return text === "" ? null : text.slice(0, 200);
}

/** The memory pressure alone: 1 normal, 2 warning, 4 critical; null where this machine cannot tell. */
export async function readMemoryPressure(): Promise<number | null> {
  return process.platform === "darwin" ? lastInteger(await runText(PRESSURE)) : null;
}

/** The signals of a Mac from its own commands; an unreadable one is null. */
export async function readMacSignals(run: CommandText): Promise<MachineSignals> {
  const [thermal, pressure, battery, settings] = await Promise.all([
    run(["notifyutil", "-g", "com.apple.system.thermalpressurelevel"]),
    run(PRESSURE),
    run(["pmset", "-g", "batt"]),
    run(["pmset", "-g"]),
  ]);
  return {
    thermalLevel: lastInteger(thermal),
    memoryPressureLevel: lastInteger(pressure),
    powerSource: /'AC Power'/.test(battery) ? "ac" : /'Battery Power'/.test(battery) ? "battery" : null,
    isLowPowerMode: lowPowerMode(settings),
  };
}

function lastInteger(text: string): number | null {
  const match = /(\d+)\s*$/.exec(text);
  return match === null ? null : Number(match[1]);
}

function lowPowerMode(settings: string): boolean | null {
  const match = /^\s*lowpowermode\s+(\d)/m.exec(settings);
  return match === null ? null : match[1] === "1";
}
