import path from "node:path";
import { destination } from "pino";
import { migrate } from "../prisma/migrate.ts";
import { createEntry, type Entry } from "./entry/create-entry.ts";
import { fillPageSlot } from "./entry/fill-page-slot.ts";
import { createAuth, issueSetupLink } from "./features/accounts/index.ts";
import { startBlobKeeper } from "./features/blobs/index.ts";
import { createHouseJoinToken } from "./features/fleet/index.ts";
import { startImagePump } from "./features/images/index.ts";
import { startReaper } from "./features/jobs/index.ts";
import { startConfirmationPump } from "./features/proposals/index.ts";
import { type HouseAgent, superviseHouseAgent } from "./house-agent/supervise.ts";
import type { App, Env } from "./platform/app.ts";
import { systemClock } from "./platform/clock.ts";
import { createApp, databaseFile } from "./platform/create-app.ts";
import { createLog } from "./platform/log.ts";
import { readEnv } from "./platform/process/env.ts";
import { listen, listenOnLoopbackToo } from "./platform/process/listen.ts";
import { lockDataFolder } from "./platform/process/lock.ts";
import { createNextPages } from "./platform/process/next-pages.ts";
import { systemRandom } from "./platform/random.ts";

const AGENT = path.join(import.meta.dirname, "../agent/bin/espalier");
const BAD_START = 1;
const STOPPED_TWICE = 130;

const say = (line: string) => void process.stdout.write(`espalier: ${line}\n`);

/** What has to be ended, in this order, when the console stops. */
interface Running {
  app: App;
  entry: Entry;
  reaper: { stop(): Promise<void> };
  blobKeeper: { stop(): Promise<void> };
  imagePump: { stop(): Promise<void> };
  confirmationPump: { stop(): Promise<void> };
  houseAgent: HouseAgent | null;
  lock: { release(): void };
}

async function start(): Promise<Running> {
  const { env, isDev } = readEnv();
  const lock = lockDataFolder(env.dataDir, process.pid);
  const file = databaseFile(env.dataDir);
  const { applied, backup } = migrate({ file, backupDir: path.join(env.dataDir, "backups"), now: systemClock.now() });
  if (backup !== null) say(`took ${applied.length} migration(s) after a backup to ${backup}`);
  const { log, hide } = createLog(
    destination({ dest: path.join(env.dataDir, "console.log"), mkdir: true, mode: 0o600, sync: true }),
  );
  const { app, cookieSecret } = await createApp({ env, clock: systemClock, random: systemRandom, log });
  hide(cookieSecret);
  const auth = createAuth(app, cookieSecret);
  fillPageSlot({ app, auth });
  const pages = await createNextPages({ isDev, hostname: env.listen, port: env.port });
  const entry = createEntry({ app, auth, pages, isDev });
  const port = await listen(entry.server, { port: env.port, host: env.listen });
  await listenOnLoopbackToo(entry.server, { port, host: env.listen });
  const reaper = startReaper(app);
  const blobKeeper = startBlobKeeper(app);
  const imagePump = startImagePump(app);
  const confirmationPump = startConfirmationPump(app);
  log.info(
    { event: "console-started", port, host: env.listen, pid: process.pid, serverEpoch: app.serverEpoch },
    "the console is up",
  );
  const link = await issueSetupLink(app, origin(env, port));
  if (link !== null) hide(new URL(link).hash.slice("#token=".length));
  const houseAgent = env.hasHouseAgent ? watchHouseAgent(app, port) : null;
  sayReady(env, port, link);
  return { app, entry, reaper, blobKeeper, imagePump, confirmationPump, houseAgent, lock };
}

function watchHouseAgent(app: App, port: number): HouseAgent {
  const consoleUrl = `http://127.0.0.1:${port}`;
  return superviseHouseAgent({ app, consoleUrl, program: AGENT, createToken: () => createHouseJoinToken(app) });
}

function origin(env: Env, port: number): string {
  if (env.baseUrl !== null) return env.baseUrl;
  const isAny = env.listen === "0.0.0.0" || env.listen === "::";
  const host = isAny ? "localhost" : env.listen.includes(":") ? `[${env.listen}]` : env.listen;
  return `http://${host}:${port}`;
}

function sayReady(env: Env, port: number, link: string | null): void {
  say(`the console is ready: ${origin(env, port)}/`);
  say(`data: ${env.dataDir}`);
  if (link === null) return;
  say("");
  say("this console has no account yet. Open this link once, within an hour, to make yours:");
  say(link);
  say("");
}

/** The house agent first, so that it can still report; then streams and polls, requests, the database. */
async function stop(running: Running): Promise<void> {
  say("stopping");
  await running.houseAgent?.stop();
  await running.reaper.stop();
  await running.blobKeeper.stop();
  await running.imagePump.stop();
  await running.confirmationPump.stop();
  await running.entry.stop();
  await running.app.db.$disconnect();
  running.app.log.flush();
  running.lock.release();
}

function onSignals(running: Running): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(STOPPED_TWICE);
    isStopping = true;
    running.app.log.info({ event: "console-stopping", signal }, "the console stops");
    stop(running).then(
      () => {
        say("stopped");
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`error: stopping failed: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(BAD_START);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  process.on("SIGHUP", onSignal);
}

try {
  onSignals(await start());
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const fix = error instanceof Error && "fix" in error ? String(error.fix) : "Report this with the lines above.";
  const detail = error instanceof Error && !("fix" in error) ? `${error.stack ?? ""}\n` : "";
  process.stderr.write(`${detail}error: ${message}\nfix: ${fix}\n`);
  process.exit(BAD_START);
}
