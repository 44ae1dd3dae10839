import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { encodeWire } from "../../core/contract/v1/wire.ts";
import { readEnvironment } from "../host/environment.ts";
import { resolveStateDir } from "../host/state-dir.ts";
import { LocalStatus } from "../loop/local-message.ts";
import { askAgent } from "../loop/local-socket.ts";
import { readEnrolment } from "../loop/plane/enrolment.ts";
import { countOpenObligations } from "../store/obligations/obligations.ts";
import { openStore } from "../store/open-store.ts";
import { outboxState } from "../store/outbox.ts";
import { newestRun } from "../store/tune-store.ts";
import { EXIT_CODES } from "./command-error.ts";
import { type CommandIo, runCommand } from "./run-command.ts";

const StatusOptions = z.object({
  stateDir: z.string().optional(),
  json: z.boolean().default(false),
  debug: z.boolean().default(false),
});
type StatusOptions = z.infer<typeof StatusOptions>;

const ASK_MS = 2000;

/** What `status --json` prints; `agent` is null when none runs. */
const StatusDocument = z.object({
  stateDir: z.string(),
  isRunning: z.boolean(),
  agentId: z.string().nullable(),
  consoleUrl: z.string().nullable(),
  outboxPending: z.int(),
  openObligations: z.int(),
  newestRun: z.object({ runId: z.string(), startedAt: z.string(), exitReason: z.string() }).nullable(),
  agent: LocalStatus.nullable(),
});
type StatusDocument = z.infer<typeof StatusDocument>;

type Stored = Omit<StatusDocument, "stateDir" | "isRunning" | "agent">;
const NOTHING: Stored = { agentId: null, consoleUrl: null, outboxPending: 0, openObligations: 0, newestRun: null };

function readStored(stateDir: string): Stored {
  const enrolment = readEnrolment(stateDir);
  const known = { ...NOTHING, agentId: enrolment?.agentId ?? null, consoleUrl: enrolment?.consoleUrl ?? null };
  if (!existsSync(join(stateDir, "agent.db"))) return known;
  const store = openStore(stateDir);
  try {
    const run = newestRun(store, { hasRecommendation: false });
    return {
      ...known,
      outboxPending: outboxState(store).pending,
      openObligations: countOpenObligations(store),
      newestRun: run === null ? null : { runId: run.runId, startedAt: run.startedAt, exitReason: run.exitReason },
    };
  } finally {
    store.close();
  }
}

function printLines(io: CommandIo, status: StatusDocument): void {
  const { agent } = status;
  io.out(`state folder   ${status.stateDir}`);
  io.out(`agent          ${agent === null ? "not running" : `running, pid ${agent.pid}, version ${agent.version}`}`);
  io.out(`console        ${status.consoleUrl ?? "not enrolled"}`);
  const agoMs = agent?.lastContactAgoMs ?? null;
  if (agent !== null) io.out(`last contact   ${agoMs === null ? "none yet" : `${Math.round(agoMs / 1000)} s ago`}`);
  const job = agent?.job ?? null;
  io.out(`job            ${job === null ? "none" : `${job.kind} ${job.workId}, ${job.phase ?? "running"}`}`);
  io.out(`events to send ${status.outboxPending}`);
  if (status.openObligations > 0) io.out(`to restore     ${status.openObligations}`);
  const run = status.newestRun;
  io.out(`newest run     ${run === null ? "none" : `${run.runId}, ${run.startedAt}, ${run.exitReason}`}`);
}

async function showStatus(options: StatusOptions, io: CommandIo): Promise<number> {
  const stateDir = resolveStateDir(options.stateDir ?? null, readEnvironment());
  const answer = await askAgent(stateDir, { type: "status" }, ASK_MS);
  const agent = answer?.ok === true && "pid" in answer ? LocalStatus.parse(answer) : null;
  const status: StatusDocument = { stateDir, isRunning: agent !== null, ...readStored(stateDir), agent };
  if (options.json) io.out(JSON.stringify(encodeWire(StatusDocument, status)));
  else printLines(io, status);
  return agent === null ? EXIT_CODES.answer_is_no : EXIT_CODES.ok;
}

/** `espalier status`: asks the running agent over its socket, else reads what is stored; exit 1 when none runs. */
export function registerStatus(program: Command): void {
  program
    .command("status")
    .description("show whether the agent runs, its console, its job and what waits to be sent")
    .option("--state-dir <dir>", "folder of state, policy, lock and socket")
    .option("--json", "print one JSON object")
    .option("--debug", "print stacks")
    .action((raw: unknown) => {
      const options = StatusOptions.parse(raw);
      return runCommand(options, (io) => showStatus(options, io));
    });
}
