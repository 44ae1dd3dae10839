import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { Launchctl } from "../../host/launchd/launchctl.ts";
import { startProcess } from "../../host/process.ts";
import { systemClock } from "../../host/system-clock.ts";
import { openStore } from "../../store/open-store.ts";
import { DEAD_OWNER, obligationDraft, testBook } from "../../test/fixtures/obligation-samples.ts";
import { testStateDir } from "../../test/fixtures/test-agent.ts";
import type { RestorePlace } from "./restore-place.ts";
import { restoreService, serviceOf } from "./restore-service.ts";

const { detail } = obligationDraft();

interface Machine {
  readonly state: Launchctl["state"];
  /** Read in each turn of a wait. */
  readonly onClock?: () => void;
}

/** A restorer on a machine whose launchd says what the test wants; a bootstrap is only counted. */
function restorer({ state, onClock }: Machine) {
  const stateDir = testStateDir();
  const store = openStore(stateDir);
  onTestFinished(() => store.close());
  const bootstraps: string[] = [];
  const launchctl: Launchctl = {
    uid: 501,
    plistOf: (label) => `/nowhere/${label}.plist`,
    list: () => Promise.resolve(null),
    state,
    bootout: () => Promise.resolve({ kind: "ok" }),
    bootstrap: (plist) => {
      bootstraps.push(plist);
      return Promise.resolve({ kind: "ok" });
    },
  };
  const place: RestorePlace = {
    book: testBook(store, stateDir),
    launchctl,
    self: DEAD_OWNER,
    clock: {
      wallMs: systemClock.wallMs,
      monoMs: () => {
        onClock?.();
        return systemClock.monoMs();
      },
    },
    environment: {},
    newId: randomUUID,
    say: () => undefined,
    putBack: () => false,
    loadDeadlineMs: null,
  };
  return { place, bootstraps };
}

test("B36 an answer of launchd that does not come is asked for again, and a loaded service is not loaded twice", async () => {
  let asked = 0;
  const state = () => {
    asked += 1;
    if (asked < 3) return Promise.reject(new Error("launchctl did not answer"));
    return Promise.resolve({ isLoaded: true, pid: null });
  };
  const { place, bootstraps } = restorer({ state });
  expect(await restoreService(place, serviceOf(detail))).toBeNull();
  expect(asked).toBe(3);
  expect(bootstraps).toEqual([]);
});

test("B36 a bootstrap that a dead claimer left running is waited for, not repeated", async () => {
  const { plist } = serviceOf(detail);
  const ready = Promise.withResolvers<void>();
  // Ends when its stdin does; its arguments are those of a bootstrap under way.
  const started = await startProcess({
    argv: ["/bin/sh", "-c", "echo ready; read line", "launchctl", "bootstrap", "gui/501", plist],
    env: { PATH: "/usr/bin:/bin" },
    stdin: "pipe",
    output: "pipe",
    onOutput: () => ready.resolve(),
  });
  if (started.kind === "failed") throw new Error(started.reason);
  const bootstrap = started.process;
  onTestFinished(() => bootstrap.closeStdin());
  await ready.promise;
  let turns = 0;
  const { place, bootstraps } = restorer({
    state: () => Promise.resolve({ isLoaded: turns >= 6, pid: null }),
    // Loads the service after some looks at it, more than a restorer has that does not wait.
    onClock: () => {
      turns += 1;
      if (turns === 6) bootstrap.closeStdin();
    },
  });
  expect(await restoreService(place, serviceOf(detail))).toBeNull();
  expect(bootstraps).toEqual([]);
});
