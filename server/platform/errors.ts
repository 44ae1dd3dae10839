import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";

interface ErrorFacts {
  http: number;
  trpc: TRPC_ERROR_CODE_KEY;
  isRetryable: boolean;
  fix: string;
}

/** The one table from code to HTTP status, tRPC code, retryability and the line that tells a person what to do. */
export const ERROR_TABLE = {
  BAD_INPUT: { http: 400, trpc: "BAD_REQUEST", isRetryable: false, fix: "Correct the named value and send it again." },
  UNAUTHENTICATED: { http: 401, trpc: "UNAUTHORIZED", isRetryable: false, fix: "Sign in." },
  FORBIDDEN: {
    http: 403,
    trpc: "FORBIDDEN",
    isRetryable: false,
    fix: "Ask an admin of this install for the role that may do this.",
  },
  PASSWORD_NEEDED: {
    http: 403,
    trpc: "FORBIDDEN",
    isRetryable: true,
    fix: "Enter your password again, then repeat the action.",
  },
  WRONG_PASSWORD: { http: 403, trpc: "FORBIDDEN", isRetryable: true, fix: "Check the password and enter it again." },
  ORIGIN_REFUSED: {
    http: 403,
    trpc: "FORBIDDEN",
    isRetryable: false,
    fix: "Open the console at its own address; set ESPALIER_BASE_URL when it is reached under another name.",
  },
  SETUP_REQUIRED: {
    http: 503,
    trpc: "SERVICE_UNAVAILABLE",
    isRetryable: true,
    fix: "Open the set-up link that the console printed when it started.",
  },
  SETUP_DONE: { http: 409, trpc: "CONFLICT", isRetryable: false, fix: "This console is set up already; sign in." },
  SETUP_LINK_INVALID: {
    http: 403,
    trpc: "FORBIDDEN",
    isRetryable: false,
    fix: "Restart the console to get a new set-up link; a link works once and for one hour.",
  },
  WEAK_PASSWORD: {
    http: 400,
    trpc: "BAD_REQUEST",
    isRetryable: false,
    fix: "Choose a password of 12 to 128 characters that is not a common one.",
  },
  NOT_FOUND: {
    http: 404,
    trpc: "NOT_FOUND",
    isRetryable: false,
    fix: "Check the address; the object may belong to another install.",
  },
  PLAN_INVALID: { http: 422, trpc: "UNPROCESSABLE_CONTENT", isRetryable: false, fix: "Correct the named flag." },
  AGENT_UNAVAILABLE: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: true,
    fix: "Wait until the machine is back, or choose another one.",
  },
  QUEUE_FULL: {
    http: 429,
    trpc: "TOO_MANY_REQUESTS",
    isRetryable: true,
    fix: "Cancel a waiting entry of this machine, or wait.",
  },
  NOT_CANCELLABLE: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: false,
    fix: "The run has ended already; reload the page.",
  },
  PROPOSAL_STALE: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: false,
    fix: "Read what changed in the live recipe, then propose again.",
  },
  PROPOSAL_CHANGED: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: false,
    fix: "Reload the page, read it again, then decide.",
  },
  PROPOSAL_CLOSED: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: false,
    fix: "Reload the page; open the newest proposal of this class.",
  },
  FOUR_EYES: {
    http: 403,
    trpc: "FORBIDDEN",
    isRetryable: false,
    fix: "Ask another operator or admin to approve; who proposes cannot approve.",
  },
  OVERRIDE_NEEDED: {
    http: 422,
    trpc: "UNPROCESSABLE_CONTENT",
    isRetryable: false,
    fix: "Type the class name and a reason of at least 10 characters.",
  },
  TUNE_RUNNING: {
    http: 409,
    trpc: "CONFLICT",
    isRetryable: true,
    fix: "Wait until the tune of this class has ended; its proposal is listed then.",
  },
  TUNE_TIMED_OUT: {
    http: 408,
    trpc: "TIMEOUT",
    isRetryable: false,
    fix: "Name fewer parameters in [tune].params of the recipe, or tune the exported log with espalier tuner tune.",
  },
  TUNE_BUSY: {
    http: 429,
    trpc: "TOO_MANY_REQUESTS",
    isRetryable: true,
    fix: "Wait until a tune has ended, then ask again.",
  },
  TUNE_OUT_OF_MEMORY: {
    http: 413,
    trpc: "PAYLOAD_TOO_LARGE",
    isRetryable: false,
    fix: "Export the log and tune it with espalier tuner tune, which reads a million lines in 400 MB.",
  },
  TOO_LARGE: { http: 413, trpc: "PAYLOAD_TOO_LARGE", isRetryable: false, fix: "Send less at once." },
  UNSUPPORTED_TYPE: { http: 415, trpc: "UNSUPPORTED_MEDIA_TYPE", isRetryable: false, fix: "Send application/json." },
  MISDIRECTED: {
    http: 421,
    trpc: "BAD_REQUEST",
    isRetryable: false,
    fix: "Use the console's own address, or add the name to ESPALIER_ALLOWED_HOSTS.",
  },
  RATE_LIMITED: { http: 429, trpc: "TOO_MANY_REQUESTS", isRetryable: true, fix: "Wait a moment and try again." },
  STORAGE_BUSY: {
    http: 503,
    trpc: "SERVICE_UNAVAILABLE",
    isRetryable: true,
    fix: "Try again; if it stays, look at the disk of the console's machine.",
  },
  INTERNAL: {
    http: 500,
    trpc: "INTERNAL_SERVER_ERROR",
    isRetryable: false,
    fix: "Look at the console's log for this time; report it with the code.",
  },
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** An expected failure with a stable code. `message` is safe to show; `details` too. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;

  constructor(code: ErrorCode, options: { message?: string; cause?: unknown; details?: unknown } = {}) {
    super(options.message ?? ERROR_TABLE[code].fix, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? null;
  }
}
