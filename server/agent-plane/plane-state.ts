import type { App } from "../platform/app.ts";
import { TokenBuckets } from "./http/token-bucket.ts";

/** What the plane keeps in memory for one console; losing it costs nothing but a repeated question. */
export interface PlaneState {
  requests: TokenBuckets;
  events: TokenBuckets;
  joins: TokenBuckets;
  openPolls: Map<string, number>;
  /** When each agent was last asked for a report, on monotonic time (MS1). */
  askedReportMonoMs: Map<string, number>;
  /** Cancels already told, as `job boot`, so that a poll is not answered for the same one twice. */
  toldCancels: Set<string>;
  /** Wakes held polls, by agent. */
  held: Map<string, Set<() => void>>;
  stopListening: (() => void) | null;
  isStopping: boolean;
}

const states = new WeakMap<App, PlaneState>();

/** The plane's memory for this console, made on first use. */
export function planeState(app: App): PlaneState {
  const known = states.get(app);
  if (known !== undefined) return known;
  const state: PlaneState = {
    requests: new TokenBuckets({ perSecond: 20, burst: 60 }),
    events: new TokenBuckets({ perSecond: 200, burst: 400 }),
    joins: new TokenBuckets({ perSecond: 10 / 60, burst: 10 }),
    openPolls: new Map(),
    askedReportMonoMs: new Map(),
    toldCancels: new Set(),
    held: new Map(),
    stopListening: null,
    isStopping: false,
  };
  states.set(app, state);
  return state;
}
