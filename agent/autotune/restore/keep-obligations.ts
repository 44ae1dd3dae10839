import type { Environment } from "../../host/environment.ts";
import type { EventWriter } from "../../loop/event-writer.ts";
import type { World } from "../../loop/world.ts";
import type { AgentStore } from "../../store/open-store.ts";
import { restorePlaceOf } from "./open-obligations.ts";
import { settleObligations } from "./settle-obligations.ts";

export interface KeepingSetup {
  readonly store: AgentStore;
  readonly events: EventWriter;
  readonly world: World;
  readonly stateDir: string;
  readonly environment: Environment;
  log(line: string): void;
}

const EVERY_MS = 60_000;

/** Brings back what dead owners left drained: at the agent's start, then each minute (B37, RO2). A restore that is under way when the agent stops is taken over by the next one. */
export async function keepObligations(setup: KeepingSetup, signal: AbortSignal): Promise<void> {
  const { world, events, log, stateDir, environment } = setup;
  const place = await restorePlaceOf({ stateDir, environment, say: log }, setup);
  const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  while (!signal.aborted) {
    const settling = settleObligations(place).then(
      (results) => (results.length > 0 ? events.wake() : undefined),
      (failure: unknown) => log(`restore failed: ${String(failure)}`),
    );
    await Promise.race([settling, stopped]);
    await world.wait(EVERY_MS, signal);
  }
}
