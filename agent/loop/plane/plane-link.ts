import type { Enrolment } from "./enrolment.ts";
import type { PlaneCall, PlaneResult } from "./plane-client.ts";

/** One try of a call with a token. */
export type AuthorisedSend<Value> = (target: { consoleUrl: string; token: string }) => Promise<PlaneResult<Value>>;

/** The console this agent talks to now; it may change under a running job, when the next console takes the agent over. */
export interface PlaneLink {
  enrolment(): Enrolment | null;
  call<Request, Answer>(call: PlaneCall<Request, Answer>): Promise<PlaneResult<Answer>>;
  /** Runs `send` with a token of this agent: one new token and one retry on 401 (TR8). For what is no JSON call. */
  authorised<Value>(send: AuthorisedSend<Value>): Promise<PlaneResult<Value>>;
  /** Server time by the last poll plus monotonic time since, Unix milliseconds (CK1); null before the first. */
  serverNowMs(): number | null;
  /** Aborts when a new console address or a restored connection makes waiting pointless; a new signal follows each time. */
  nudge(): AbortSignal;
}
