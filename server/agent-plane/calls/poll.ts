import type { z } from "zod";
import { type Command, type PollAnswer, type PollRequest, PROTOCOL } from "../../../core/contract/v1/messages.ts";
import { recheckCaller } from "../../features/fleet/index.ts";
import { cancelCommands, offerWork, recordContact } from "../../features/jobs/index.ts";
import type { App } from "../../platform/app.ts";
import { PlaneFailure } from "../http/plane-failure.ts";
import { type AgentCall, refusalOf } from "../http/route.ts";
import { planeState } from "../plane-state.ts";
import { MIN_AGENT_VERSION, POLL_SPREAD_MS, TIMERS } from "../timers.ts";
import { holdFor } from "../wake.ts";

type Poll = z.infer<typeof PollRequest>;
type Answer = z.infer<typeof PollAnswer>;

const OPEN_POLLS = 2;
const POLL_RETRY_MS = 1_000;
const ASK_REPORT_EVERY_MS = 60_000;

/** TR4, MS2: waits for an offer or a command and answers empty when there was none in time. */
export async function poll(call: AgentCall, message: Poll): Promise<Answer> {
  const { app, caller } = call;
  if (message.protocol < PROTOCOL - 1) throw new PlaneFailure("upgrade_required");
  if (message.bootId !== caller.session.bootId) throw new PlaneFailure("session_superseded");
  const { openPolls } = planeState(app);
  const open = openPolls.get(caller.agent.id) ?? 0;
  if (open >= OPEN_POLLS) throw new PlaneFailure("rate_limited", { retryAfterMs: POLL_RETRY_MS });
  openPolls.set(caller.agent.id, open + 1);
  try {
    recordContact(app, caller.agent);
    return await hold(call, message);
  } finally {
    const left = (openPolls.get(caller.agent.id) ?? 1) - 1;
    if (left > 0) openPolls.set(caller.agent.id, left);
    else openPolls.delete(caller.agent.id);
  }
}

async function hold(call: AgentCall, message: Poll): Promise<Answer> {
  const { app, caller, response } = call;
  let isNews = true;
  let isOver = false;
  let resume = (): void => {};
  const wake = (): void => {
    isNews = true;
    resume();
  };
  const end = (): void => {
    isOver = true;
    resume();
  };
  const stopHolding = holdFor(app, caller.agent.id, wake);
  const timer = setTimeout(end, TIMERS.pollHoldMs + spreadMs(app));
  response.once("close", end);
  try {
    while (isNews && !isOver) {
      isNews = false;
      const answer = await lookOnce(call, message);
      if (answer !== null) return answer;
      if (planeState(app).isStopping) break;
      await new Promise<void>((resolve) => {
        resume = resolve;
        if (isNews || isOver) resolve();
      });
    }
    return answerOf(app, [], null);
  } finally {
    stopHolding();
    clearTimeout(timer);
    response.off("close", end);
  }
}

function spreadMs(app: App): number {
  const [byte = 0] = app.random.bytes(1);
  return Math.round((byte / 255) * POLL_SPREAD_MS);
}

/** What the machine has to hear now, or null when it may go on waiting. */
async function lookOnce(call: AgentCall, message: Poll): Promise<Answer | null> {
  const { app } = call;
  const caller = await recheckCaller(app, call.caller);
  if (caller.kind === "refused") throw refusalOf(caller);
  const commands = [...(await newCancels({ ...call, caller })), ...reportCommands({ ...call, caller }, message)];
  const offer = (await app.needsSetup())
    ? null
    : await offerWork(app, {
        host: caller.agent,
        busyWith: message.busyWith.map(({ job }) => job),
        canTakeJob: message.canTakeJob,
      });
  return commands.length === 0 && offer === null ? null : answerOf(app, commands, offer);
}

async function newCancels({ app, caller }: AgentCall): Promise<Command[]> {
  const { toldCancels } = planeState(app);
  const commands = await cancelCommands(app, caller.agent);
  const fresh = commands.filter((command) => !toldCancels.has(`${command.job} ${caller.session.bootId}`));
  for (const command of fresh) toldCancels.add(`${command.job} ${caller.session.bootId}`);
  return fresh;
}

/** MS1: asks for a report when what is stored differs, at most once a minute. */
function reportCommands({ app, caller }: AgentCall, message: Poll): Command[] {
  const { agent } = caller;
  const isSame =
    agent.factsHash === message.factsHash &&
    agent.capsHash === message.capsHash &&
    agent.policyHash === message.policyHash;
  const { askedReportMonoMs } = planeState(app);
  const nowMs = app.clock.monoMs();
  if (isSame || nowMs - (askedReportMonoMs.get(agent.id) ?? Number.NEGATIVE_INFINITY) < ASK_REPORT_EVERY_MS) return [];
  askedReportMonoMs.set(agent.id, nowMs);
  return [{ type: "report" }];
}

function answerOf(app: App, commands: Command[], offer: Answer["offer"] | null): Answer {
  return {
    serverTime: app.clock.now().toISOString(),
    commands,
    ...(offer === null || offer === undefined ? {} : { offer }),
    retryInMs: 0,
    minVersion: MIN_AGENT_VERSION,
    timers: TIMERS,
  };
}
