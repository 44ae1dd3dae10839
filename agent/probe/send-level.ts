import type { ProbeRequestRecord } from "../../core/probing/probe-record.ts";
import type { LevelPlan } from "../../core/probing/profile.ts";
import { drawSendTimes } from "../../core/probing/send-times.ts";
import { wait } from "../host/wait.ts";
import { type CountingProvider, countFirstEvents } from "../measure/count-first-events.ts";
import { type ProbeOutcome, type ProbeRequest, prepareRequest } from "../measure/probe-volley.ts";

export interface Sending {
  readonly plan: LevelPlan;
  /** A fresh request for a position, counted from 1. */
  readonly requestAt: (position: number) => ProbeRequest;
  readonly signal: AbortSignal;
  readonly nowUs: () => number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

/** Sockets of an open loop connect this long before their send time (M2). */
const CONNECT_AHEAD_US = 250_000;

/** What was sent, in any order; times on the clock of `nowUs`. */
export interface SentLevel {
  readonly originUs: number;
  readonly sent: readonly Sent[];
}

/** Sends a level's requests as its load says. */
export function sendLevel(sending: Sending): Promise<SentLevel> {
  return sending.plan.load.kind === "closed" ? sendClosed(sending, sending.plan.load.concurrency) : sendOpen(sending);
}

interface Sent {
  readonly position: number;
  /** On the clock of `nowUs`. */
  readonly tSchedUs: number;
  readonly outcome: ProbeOutcome;
}

/** A request of the closed loop is planned for the moment its turn comes, after its socket is connected. */
async function sendClosed(sending: Sending, concurrency: number): Promise<SentLevel> {
  const originUs = sending.nowUs();
  const sent: Sent[] = [];
  let next = 1;
  const work = async (): Promise<void> => {
    while (next <= sending.plan.requests && !sending.signal.aborted) {
      const position = next;
      next += 1;
      const prepared = await prepareRequest(sending.requestAt(position));
      const tSchedUs = sending.nowUs();
      sent.push({ position, tSchedUs, outcome: await prepared.send() });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { originUs, sent };
}

/** M15: send times drawn beforehand; none is delayed or dropped because others are still open. */
async function sendOpen(sending: Sending): Promise<SentLevel> {
  const { plan, nowUs, random, signal } = sending;
  if (plan.load.kind !== "open") return { originUs: 0, sent: [] };
  const times = drawSendTimes(plan.load, plan.requests, random);
  const originUs = nowUs() + CONNECT_AHEAD_US;
  const sent = await Promise.all(
    times.map(async (offsetUs, index): Promise<Sent[]> => {
      const tSchedUs = originUs + offsetUs;
      await waitUntil(tSchedUs - CONNECT_AHEAD_US, sending);
      if (signal.aborted) return [];
      const prepared = await prepareRequest(sending.requestAt(index + 1));
      await waitUntil(tSchedUs, sending);
      return [{ position: index + 1, tSchedUs, outcome: await prepared.send() }];
    }),
  );
  return { originUs, sent: sent.flat() };
}

/** Timers count whole milliseconds: a send is up to one late, never early, and its client queue says so. */
async function waitUntil(atUs: number, { nowUs, signal }: Sending): Promise<void> {
  for (let leftUs = atUs - nowUs(); leftUs > 0 && !signal.aborted; leftUs = atUs - nowUs()) {
    await wait(Math.ceil(leftUs / 1000), signal);
  }
}

/** A level's records in send order, once its tokens are counted (M7). */
export async function recordLevel(provider: CountingProvider, level: SentLevel): Promise<ProbeRequestRecord[]> {
  const { originUs, sent } = level;
  const outcomes = await countFirstEvents(
    provider,
    sent.map(({ outcome }) => outcome),
  );
  return sent
    .map((each, index) => ({ ...each, outcome: outcomes[index] ?? each.outcome }))
    .toSorted((left, right) => left.position - right.position)
    .map(({ position, tSchedUs, outcome }) => recordOf({ position, isWarmUp: false, tSchedUs, originUs }, outcome));
}

export interface Place {
  readonly position: number;
  readonly isWarmUp: boolean;
  readonly tSchedUs: number;
  readonly originUs: number;
}

const round = (us: number): number => Math.round(us * 1000) / 1000;

/** A request as it is stored: its times after the level's own start, no text (M17). */
export function recordOf(
  place: Place,
  { raw, t0Us, endUs }: Pick<ProbeOutcome, "raw" | "t0Us" | "endUs">,
): ProbeRequestRecord {
  return {
    ...raw,
    stampsUs: raw.stampsUs.map(round),
    connectUs: raw.connectUs === null ? null : round(raw.connectUs),
    error: raw.error?.slice(0, 500) ?? null,
    finishReason: raw.finishReason?.slice(0, 200) ?? null,
    position: place.position,
    isWarmUp: place.isWarmUp,
    tSchedUs: round(place.tSchedUs - place.originUs),
    t0Us: round(Math.max(place.tSchedUs, t0Us) - place.originUs),
    endUs: round(endUs),
    flags: [],
  };
}
