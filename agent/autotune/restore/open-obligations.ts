import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../../host/child-environment.ts";
import type { Environment } from "../../host/environment.ts";
import { systemLaunchctl } from "../../host/launchd/launchctl.ts";
import { readProcess } from "../../host/process-list.ts";
import { systemClock } from "../../host/system-clock.ts";
import { type EventWriter, makeEventWriter } from "../../loop/event-writer.ts";
import { systemWorld } from "../../loop/system-world.ts";
import type { ProcessOwner } from "../../store/obligations/obligation.ts";
import { openBook } from "../../store/obligations/obligations.ts";
import { type AgentStore, openStore } from "../../store/open-store.ts";
import { putConfigBack } from "./put-config-back.ts";
import type { RestorePlace } from "./restore-place.ts";

export interface RestoreSetup {
  readonly stateDir: string;
  readonly environment: Environment;
  readonly say: (line: string) => void;
  readonly loadDeadlineMs?: number | null;
}

/** The restoring side of a process that has the state folder's store open anyway. */
export async function restorePlaceOf(
  setup: RestoreSetup,
  { store, events }: { store: AgentStore; events: Pick<EventWriter, "make"> },
): Promise<RestorePlace> {
  const { stateDir, environment, say, loadDeadlineMs = null } = setup;
  return {
    book: openBook({ store, stateDir, wallMs: systemClock.wallMs, event: events.make }),
    launchctl: systemLaunchctl(environment),
    self: await ownProcess(),
    clock: systemClock,
    environment: restartEnvironment(environment),
    newId: randomUUID,
    say,
    putBack: putConfigBack,
    loadDeadlineMs,
  };
}

export interface OpenObligations {
  readonly place: RestorePlace;
  close(): void;
}

/** Opens a state folder's obligations, always in its agent.db, creating it when needed (B102). Throws when it cannot be written. */
export async function openObligations(setup: RestoreSetup): Promise<OpenObligations> {
  const store = openStore(setup.stateDir);
  const events = makeEventWriter(store, systemWorld, randomUUID());
  return { place: await restorePlaceOf(setup, { store, events }), close: () => store.close() };
}

/** False when nothing was ever drained here, so that a look creates no file. */
export function mayHaveObligations(stateDir: string): boolean {
  return existsSync(join(stateDir, "agent.db")) || existsSync(join(stateDir, "obligations"));
}

async function ownProcess(): Promise<ProcessOwner> {
  return { pid: process.pid, startTime: (await readProcess(process.pid))?.startTime ?? null };
}

/** What a provider is started again with: what every child inherits, and the product's own settings. */
export function restartEnvironment(environment: Environment): Record<string, string> {
  const own = Object.entries(environment).filter(([name]) => /^(ESPALIER|MACPROVIDER)_/.test(name));
  return { ...childEnvironment(environment), ...Object.fromEntries(own) };
}
