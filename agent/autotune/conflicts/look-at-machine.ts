import type { Environment } from "../../host/environment.ts";
import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { listProcesses } from "../../host/process-list.ts";
import { detectConflict, type MachineView } from "./detect.ts";
import { configuredLabel } from "./provider-label.ts";
import { TUNE_PORT } from "./tune-port.ts";

/** Who serves on this Mac now, as a run on the usual port would find it (B27). Throws where launchd gives no answer (B28). */
export function lookAtMachine(stateDir: string, environment: Environment): Promise<MachineView> {
  return detectConflict({
    port: TUNE_PORT,
    ownPids: [],
    stateDir,
    processes: listProcesses,
    launchctl: systemLaunchctl(environment),
    providerLabel: configuredLabel(environment),
  });
}
