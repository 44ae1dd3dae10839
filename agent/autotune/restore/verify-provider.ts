import { listeningPort } from "../../host/machine/process-details.ts";
import { portOwner } from "../../host/port-owner.ts";
import { isProcessAlive, listProcesses } from "../../host/process-list.ts";
import type { Clock } from "../../host/system-clock.ts";
import { wait } from "../../host/wait.ts";
import { askModels, askOneToken } from "./ask-one-token.ts";

const POLL_MS = 250;
const ASK_MS = 5000;
const LEAST_TOKEN_MS = 60_000;

export interface Verification {
  /** The provider's process now; null while there is none. */
  readonly pid: () => Promise<number | null>;
  /** Null is looked up by process. */
  readonly port: number | null;
  /** Whether something starts an ended process again, as launchd does. */
  readonly isRevived: boolean;
  readonly deadlineMs: number;
  readonly clock: Clock;
}

/** B37: HTTP 200, then a live process, then one real token, within the load deadline; null when all hold, else why not. */
export async function verifyProvider(question: Verification): Promise<string | null> {
  const { clock, deadlineMs } = question;
  const startedMs = clock.monoMs();
  let last = "no answer yet";
  for (;;) {
    const pid = await question.pid();
    if (pid === null && !question.isRevived) return "the provider's process ended";
    const leftMs = deadlineMs - (clock.monoMs() - startedMs);
    const problem = pid === null ? "its process does not run" : await problemOf(question, pid, leftMs);
    if (problem === null) return null;
    last = problem;
    if (clock.monoMs() - startedMs >= deadlineMs) return `not ready within ${Math.round(deadlineMs / 1000)} s: ${last}`;
    await wait(POLL_MS);
  }
}

/** One look: what keeps the provider from being ready now. */
export async function problemOf(
  question: Pick<Verification, "port">,
  pid: number,
  leftMs: number,
): Promise<string | null> {
  const port = question.port ?? (await listeningPort(pid));
  if (port === null) return "it listens on no port";
  const { status, model } = await askModels(port, ASK_MS);
  if (status !== 200) return status === null ? `port ${port} does not answer` : `HTTP ${status}`;
  if (!(await isProcessAlive(pid, null))) return "the provider's process ended";
  const stranger = await strangerOn(port, pid);
  if (stranger !== null) return `port ${port} is answered by pid ${stranger}`;
  return model === null ? "it names no model" : askOneToken(port, model, Math.max(leftMs, LEAST_TOKEN_MS));
}

/** B23: the listener belongs to the process, its group or a child; one that cannot be told is accepted. */
async function strangerOn(port: number, pid: number): Promise<number | null> {
  const owner = await portOwner(port);
  if (owner === null || owner === pid) return null;
  const row = (await listProcesses()).find((other) => other.pid === owner);
  return row === undefined || row.groupId === pid || row.parentPid === pid ? null : owner;
}
