import { FromChild, ToChild } from "./channel.ts";
import type { TuneSink } from "./sink.ts";

export type PlanMessage = Extract<ToChild, { type: "plan" }>;

/** The child's end of the agent's channel (B123). */
export interface AgentChannel {
  readonly plan: Promise<PlanMessage>;
  readonly sink: TuneSink;
}

type Asking = Extract<FromChild, { ask: number }>;
type Ask = Asking extends infer Message ? (Message extends { ask: number } ? Omit<Message, "ask"> : never) : never;

interface Waiting {
  readonly resolve: (localId: number | null) => void;
  readonly reject: (error: Error) => void;
}

export interface ChannelEvents {
  onCancel(reason: string): void;
  /** The agent went away: the run ends as by SIGTERM (B123). */
  onClosed(): void;
}

/** Speaks to the agent over IPC; each row waits for the agent's `stored`, so the run goes on only after the commit. */
export function openAgentChannel(events: ChannelEvents): AgentChannel {
  const waiting = new Map<number, Waiting>();
  let lastAsk = 0;
  let isClosed = process.send === undefined;
  const plan = Promise.withResolvers<PlanMessage>();
  plan.promise.catch(() => undefined);
  if (isClosed) plan.reject(new Error("--channel is for the agent, which starts its runs over IPC"));
  const tell = (message: FromChild) => {
    if (!isClosed) process.send?.(FromChild.parse(message), undefined, undefined, () => undefined);
  };
  const ask = (message: Ask): Promise<number | null> => {
    if (isClosed) return Promise.reject(new Error("the agent's channel is closed"));
    lastAsk += 1;
    const answer = Promise.withResolvers<number | null>();
    waiting.set(lastAsk, answer);
    tell({ ...message, ask: lastAsk });
    return answer.promise;
  };
  const onMessage = (raw: unknown) => {
    const message = ToChild.parse(raw);
    if (message.type === "plan") plan.resolve(message);
    else if (message.type === "cancel") events.onCancel(message.reason);
    else waiting.get(message.ask)?.resolve(message.localId);
  };
  const onDisconnect = () => {
    isClosed = true;
    const error = new Error("the agent's channel is closed");
    plan.reject(error);
    for (const { reject } of waiting.values()) reject(error);
    events.onClosed();
  };
  process.on("message", onMessage);
  process.on("disconnect", onDisconnect);
  tell({ type: "ready" });
  const close = () => {
    process.off("message", onMessage);
    process.off("disconnect", onDisconnect);
    if (process.connected) process.disconnect();
    isClosed = true;
  };
  return { plan: plan.promise, sink: sinkOf({ tell, ask, close }) };
}

interface Line {
  readonly tell: (message: FromChild) => void;
  readonly ask: (message: Ask) => Promise<number | null>;
  readonly close: () => void;
}

const LOG_CHARACTERS = 16_000;

function sinkOf({ tell, ask, close }: Line): TuneSink {
  return {
    startRun: async (run) => {
      await ask({ type: "run", run });
    },
    storeTrial: async (trial) => {
      const localId = await ask({ type: "trial", trial });
      if (localId === null) throw new Error("the agent stored a trial without a row id");
      return localId;
    },
    storeVisit: async (visit) => {
      await ask({ type: "visit", visit });
    },
    markKept: async (localId) => {
      await ask({ type: "kept", localId });
    },
    finish: async (finished) => {
      await ask({ type: "finished", finished });
    },
    progress: (progress) => tell({ type: "progress", progress }),
    log: (text) => {
      for (let from = 0; from < text.length; from += LOG_CHARACTERS) {
        tell({ type: "log", text: text.slice(from, from + LOG_CHARACTERS) });
      }
    },
    quiet: (isQuiet) => tell({ type: "quiet", isQuiet }),
    close: () => Promise.resolve(close()),
  };
}
