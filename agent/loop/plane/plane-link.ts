import type { Enrolment } from "./enrolment.ts";
import type { PlaneCall, PlaneResult } from "./plane-client.ts";

/** The console this agent talks to now; it may change under a running job, when the next console takes the agent over. */
export interface PlaneLink {
  enrolment(): Enrolment | null;
  call<Request, Answer>(call: PlaneCall<Request, Answer>): Promise<PlaneResult<Answer>>;
  /** Server time by the last poll plus monotonic time since, Unix milliseconds (CK1); null before the first. */
  serverNowMs(): number | null;
  /** Aborts when a new console address or a restored connection makes waiting pointless; a new signal follows each time. */
  nudge(): AbortSignal;
}
