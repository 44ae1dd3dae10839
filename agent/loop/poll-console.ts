import type { z } from "zod";
import {
  type Command,
  type PollAnswer,
  PollAnswer as PollAnswerSchema,
  PollRequest,
  PROTOCOL,
} from "../../core/contract/v1/messages.ts";
import { clampTimers, LEASE_TIMES } from "../../core/leases/lease-clock.ts";
import { reconnectDelayMs, retryDelayMs } from "../../core/leases/retry.ts";
import { AGENT_VERSION } from "../host/agent-version.ts";
import type { AgentStore } from "../store/open-store.ts";
import { outboxState } from "../store/outbox.ts";
import type { JobRunner } from "./job/job-runner.ts";
import type { Connection } from "./plane/connection.ts";
import type { PlaneResult } from "./plane/plane-client.ts";
import type { Reporter } from "./reporter.ts";
import type { World } from "./world.ts";

export interface PollSetup {
  store: AgentStore;
  world: World;
  connection: Connection;
  runner: JobRunner;
  reporter: Reporter;
  bootId: string;
  onCommand(command: z.infer<typeof Command>): void;
  /** A newer process of this identity took over, or an admin ended it: this process must stop (ID3). */
  onSuperseded(): void;
  log(line: string): void;
}

/** Over the hold, for a slow network. */
const POLL_SLACK_MS = 15_000;
/** ID4: how often a suspended, revoked or outdated agent tries again. */
const REFUSED_RETRY_MS = 600_000;

async function poll(setup: PollSetup, signal: AbortSignal): Promise<PlaneResult<PollAnswer>> {
  const { store, world, connection, runner, reporter } = setup;
  const { pollHoldMs } = clampTimers(connection.enrolment()?.timers ?? LEASE_TIMES);
  const outbox = outboxState(store);
  const wallMs = world.clock.wallMs();
  return connection.call({
    path: "poll",
    request: PollRequest,
    answer: PollAnswerSchema,
    body: {
      bootId: setup.bootId,
      agentVersion: AGENT_VERSION,
      protocol: PROTOCOL,
      ...reporter.hashes(),
      busyWith: runner.busyWith(),
      canTakeJob: runner.canTakeJob() && reporter.canTakeJob(),
      outbox: {
        pending: outbox.pending,
        oldestMs: outbox.oldestWall === null ? null : Math.max(0, wallMs - Date.parse(outbox.oldestWall)),
        dropped: outbox.dropped,
      },
    },
    timeoutMs: pollHoldMs + 5000 + POLL_SLACK_MS,
    signal,
  });
}

/** Acts on an answer; returns how long to wait before the next poll, in ms. */
function follow(setup: PollSetup, answer: PollAnswer): number {
  const { connection, runner, reporter } = setup;
  connection.noteContact({ serverTimeMs: Date.parse(answer.serverTime), timers: answer.timers });
  for (const command of answer.commands) {
    if (command.type === "cancel" && command.job !== undefined) runner.cancel(command.job, command.by ?? "console");
    else if (command.type === "report") void reporter.send({ isAsked: true });
    else setup.onCommand(command);
  }
  if (answer.offer !== undefined) void runner.offer(answer.offer);
  return answer.retryInMs;
}

interface Trouble {
  failures: number;
  wasConnected: boolean;
}

type Failure = Exclude<PlaneResult<never>, { kind: "ok" }>;

/** How long to wait after a failed poll (TR8); an unknown identity joins again when there is a token for it. */
function delayAfter(setup: PollSetup, failure: Failure, trouble: Trouble): number {
  const { connection, world } = setup;
  const random = world.random();
  if (failure.kind === "unreachable") {
    return trouble.wasConnected ? reconnectDelayMs(random) : retryDelayMs({ failures: trouble.failures, random });
  }
  setup.log(`poll: ${failure.code}: ${failure.message}`);
  if (failure.code === "session_superseded") setup.onSuperseded();
  const isUnknown = failure.status === 401 || failure.status === 404 || failure.code === "not_set_up";
  if (isUnknown && connection.noteUnknown()) return 0;
  if (failure.status === 403 || failure.status === 426) return failure.retryAfterMs ?? REFUSED_RETRY_MS;
  const retryAfterMs = failure.retryAfterMs ?? undefined;
  return retryDelayMs({ failures: trouble.failures, random, retryAfterMs });
}

/** The heartbeat: polls until `end`, during a job as well (TR4). A nudge cuts every wait short. */
export async function pollConsole(setup: PollSetup, end: AbortSignal): Promise<void> {
  const { world, connection, reporter } = setup;
  const trouble: Trouble = { failures: 0, wasConnected: false };
  while (!end.aborted) {
    const cut = AbortSignal.any([end, connection.nudge()]);
    const isJoined = await connection.ensureJoined();
    if (isJoined) await reporter.send({ isAsked: false });
    const result: PlaneResult<PollAnswer> = isJoined
      ? await poll(setup, cut)
      : { kind: "unreachable", reason: "not enrolled" };
    if (end.aborted) break;
    if (result.kind === "ok") {
      if (!trouble.wasConnected) connection.wake();
      trouble.failures = 0;
      trouble.wasConnected = true;
      const delayMs = follow(setup, result.value);
      await world.wait(delayMs, AbortSignal.any([end, connection.nudge()]));
      continue;
    }
    if (cut.aborted) continue;
    const delayMs = delayAfter(setup, result, trouble);
    trouble.wasConnected = false;
    trouble.failures += 1;
    await world.wait(delayMs, cut);
  }
}
