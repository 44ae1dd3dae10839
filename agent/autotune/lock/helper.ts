import { type Environment, readEnvironment } from "../../host/environment.ts";
import { type OwnedProcess, startProcess } from "../../host/process.ts";
import { isProcessAlive } from "../../host/process-list.ts";
import { ESPALIER_BINARY } from "../../host/state-dir.ts";
import { wait } from "../../host/wait.ts";
import { mayHaveObligations, openObligations, restartEnvironment } from "../restore/open-obligations.ts";
import { settleObligations } from "../restore/settle-obligations.ts";
import { stopCandidate } from "./stop-candidate.ts";
import { readTuneLockOwner } from "./tune-lock.ts";

const DISMISS = "dismiss\n";
const GRACE_MS = 10_000;
const POLL_MS = 50;

export interface Helper {
  readonly pid: number;
  /** Tells the helper that nothing is left to stop. */
  dismiss(): Promise<void>;
}

/** Arms the detached child that stops this run's candidate when the run dies without a word (B102). */
export async function armHelper(stateDir: string, runId: string, own: Environment): Promise<Helper | null> {
  const argv = [process.execPath, ESPALIER_BINARY, "tune-helper", "--state-dir", stateDir, "--run-id", runId];
  const result = await startProcess({ argv, env: restartEnvironment(own), stdin: "pipe" });
  return result.kind === "started" ? helperOf(result.process) : null;
}

function helperOf(child: OwnedProcess): Helper {
  child.release();
  return {
    pid: child.pid,
    dismiss: async () => {
      child.retain();
      child.write(DISMISS);
      child.closeStdin();
      await child.exited;
    },
  };
}

/** The helper's own life: waits for its stdin to close and, without the dismiss token, stops the run's candidate and brings back what it drained (B102). */
export async function runHelper(stateDir: string, runId: string, input: AsyncIterable<Buffer | string>): Promise<void> {
  let text = "";
  for await (const chunk of input) text += String(chunk);
  if (text.endsWith(DISMISS)) return;
  const owner = readTuneLockOwner(stateDir);
  if (owner === null || owner.runId !== runId) return settleAll(stateDir);
  // A dying process closes its pipes before it is gone, and only the dead have their obligations taken over.
  while (await isProcessAlive(owner.pid, owner.startTime)) await wait(POLL_MS);
  try {
    const { candidate } = owner;
    if (candidate !== null) await stopCandidate(candidate, { graceMs: GRACE_MS, mayKill: candidate.mayKill !== false });
  } finally {
    await settleAll(stateDir);
  }
}

async function settleAll(stateDir: string): Promise<void> {
  if (!mayHaveObligations(stateDir)) return;
  const obligations = await openObligations({ stateDir, environment: readEnvironment(), say: () => undefined });
  try {
    await settleObligations(obligations.place);
  } finally {
    obligations.close();
  }
}
