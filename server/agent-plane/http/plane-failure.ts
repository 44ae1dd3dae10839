import type { PlaneErrorCode } from "../../../core/contract/v1/messages.ts";

/** TR7: HTTP status by code. */
const PLANE_STATUS: Record<PlaneErrorCode, number> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  agent_revoked: 403,
  agent_suspended: 403,
  not_found: 404,
  stale_fence: 409,
  session_superseded: 409,
  wrong_offset: 409,
  gone: 410,
  too_large: 413,
  unsupported_type: 415,
  invalid: 422,
  hash_mismatch: 422,
  upgrade_required: 426,
  rate_limited: 429,
  not_set_up: 503,
  storage_busy: 503,
  storage_full: 507,
  internal: 500,
};

const MESSAGE: Record<PlaneErrorCode, string> = {
  bad_request: "the request cannot be read",
  unauthenticated: "no valid token",
  forbidden: "not allowed",
  agent_revoked: "this agent was revoked",
  agent_suspended: "this agent's key was used by two processes; an admin has to enrol it again",
  not_found: "no such thing here",
  stale_fence: "the job has moved on; this fence no longer counts",
  session_superseded: "a newer process of this agent has taken over",
  wrong_offset: "the part does not begin where the last one ended",
  gone: "no longer here",
  too_large: "the body is too large",
  unsupported_type: "send application/json",
  invalid: "the message does not have the agreed form",
  hash_mismatch: "the content does not match its hash",
  upgrade_required: "this agent is too old for this console",
  rate_limited: "too many requests",
  not_set_up: "the console is not set up yet",
  storage_busy: "the database is busy",
  storage_full: "the disk of the console's machine is full",
  internal: "the console failed; its log says more",
};

interface FailureOptions {
  message?: string;
  retryAfterMs?: number;
  /** Where the status is not the code's own (405). */
  status?: number;
  cause?: unknown;
}

/** A failure with a code of TR7; its message goes to the agent. */
export class PlaneFailure extends Error {
  readonly code: PlaneErrorCode;
  readonly status: number;
  readonly retryAfterMs: number | undefined;

  constructor(code: PlaneErrorCode, options: FailureOptions = {}) {
    super(options.message ?? MESSAGE[code], { cause: options.cause });
    this.name = "PlaneFailure";
    this.code = code;
    this.status = options.status ?? PLANE_STATUS[code];
    this.retryAfterMs = options.retryAfterMs;
  }
}
