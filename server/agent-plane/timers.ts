import type { Timers } from "../../core/contract/v1/messages.ts";

/** protocol.md section 6, milliseconds; an offer states its own lease. */
export const TIMERS: Timers = { pollHoldMs: 25_000, renewMs: 15_000, leaseTtlMs: 90_000 };

/** Up to this much is added to a poll's hold, so that agents drift apart. */
export const POLL_SPREAD_MS = 5_000;

/** The oldest agent version this console works with (VS1). */
export const MIN_AGENT_VERSION = "0.1.0";
