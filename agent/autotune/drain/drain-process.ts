import { processEnvironment } from "../../host/machine/process-environment.ts";
import { isProcessAlive } from "../../host/process-list.ts";
import type { OwnerEnvironment } from "../../store/obligations/obligation-files.ts";
import type { Foreground } from "../conflicts/detect.ts";
import type { DrainLedger, DrainPlace, DrainStep } from "./drain-place.ts";
import { openDrain } from "./open-drain.ts";
import { servingFacts } from "./serving-facts.ts";
import { arePortsFree, waitGone } from "./wait-gone.ts";

/** B33: SIGTERM only, after the obligation where the process will be started again; a survivor without its port is warned of and left. */
export async function drainProcess(place: DrainPlace, found: Foreground, ledger: DrainLedger): Promise<DrainStep> {
  const { pid, startTime, argv, isOwn } = found;
  const { book, say } = place.restore;
  const facts = await servingFacts(place, pid);
  const isRestarted = isOwn || place.isForegroundRestarted;
  if (isRestarted) {
    const environment = await ownerEnvironment(pid, startTime);
    if (environment === null) {
      say(`warning: the environment of foreground-PID-${pid} cannot be read; it will be started again with this run's`);
    }
    const known = { label: null, plist: null, argv: [...argv], pid, ...facts, startTime };
    const obligation = openDrain(place, { kind: isOwn ? "own" : "foreground", known, environment });
    book.change(obligation, { hasBegun: true });
  }
  if (await isProcessAlive(pid, startTime)) process.kill(pid, "SIGTERM");
  const gone = await waitGone(place, { pid, startTime, port: facts.port });
  if (!isRestarted) ledger.leftDown.push({ pid, argv });
  if (gone === "gone") return { kind: "drained" };
  if (gone === "ended") return { kind: "ended" };
  if (gone === "alive") {
    say(`warning: foreground-PID-${pid} did not end within ${place.graceS} s; SIGKILL is disabled in v1`);
    if (await arePortsFree(place, facts.port)) {
      ledger.survivors.push(pid);
      return { kind: "drained" };
    }
  }
  return {
    kind: "aborted",
    message: `--drain failed: foreground-PID-${pid} still holds its port after ${place.graceS} s`,
  };
}

/** Of this very process: a number that went to another one meanwhile has none. */
async function ownerEnvironment(pid: number, startTime: string | null): Promise<OwnerEnvironment | null> {
  const environment = await processEnvironment(pid);
  return (await isProcessAlive(pid, startTime)) ? environment : null;
}
