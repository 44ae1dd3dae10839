import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { migrate } from "../../prisma/migrate.ts";
import type { App, Clock, Env } from "./app.ts";
import { createApp, databaseFile, type Machine } from "./create-app.ts";
import { createLog } from "./log.ts";
import { systemRandom } from "./random.ts";

const EPOCH = new Date("2026-11-20T12:00:00.000Z");

/** A clock that moves only when told to. */
interface TestClock extends Clock {
  set(now: Date): void;
  advance(ms: number): void;
}

export interface TestApp extends App {
  clock: TestClock;
  cookieSecret: string;
  /** Every line logged so far. */
  logged: string[];
  close(): Promise<void>;
}

/** A console for tests: its own migrated SQLite file in a temporary folder, one organisation, a settable clock. */
export async function createTestApp(
  options: { now?: Date; env?: Partial<Env>; machine?: Machine } = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "espalier-test-"));
  const clock = createTestClock(options.now ?? EPOCH);
  migrate({ file: databaseFile(dataDir), backupDir: path.join(dataDir, "backups"), now: clock.now() });
  const logged: string[] = [];
  const { log } = createLog({ write: (line) => void logged.push(line) }, "debug");
  const env: Env = {
    port: 4680,
    listen: "127.0.0.1",
    dataDir,
    baseUrl: null,
    allowedHosts: [],
    trustedProxies: [],
    hasHouseAgent: false,
    takesAvif: false,
    ...options.env,
  };
  const { app, cookieSecret } = await createApp({ env, clock, random: systemRandom, log }, options.machine);
  return {
    ...app,
    clock,
    cookieSecret,
    logged,
    async close() {
      await app.db.$disconnect();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function createTestClock(start: Date): TestClock {
  let now = start.getTime();
  let mono = 0;
  return {
    now: () => new Date(now),
    monoMs: () => mono,
    set(date) {
      now = date.getTime();
    },
    advance(ms) {
      now += ms;
      mono += ms;
    },
  };
}
