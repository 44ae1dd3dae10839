/** console.md section 11: what an exit code means. */
export const EXIT_CODES = {
  ok: 0,
  answer_is_no: 1,
  usage: 64,
  bad_data: 65,
  console_unreachable: 69,
  internal_error: 70,
  io_error: 74,
  later: 75,
  not_allowed: 77,
  bad_config: 78,
} as const;

/** The exit code of a command that a signal ended: 128 and the signal's number. */
export const SIGNAL_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

type ErrorCode = Exclude<keyof typeof EXIT_CODES, "ok">;

/** An expected failure of a command: its words, the way out and the exit code's name. */
export class CommandError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | null;

  constructor(code: ErrorCode, message: string, options: { fix?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "CommandError";
    this.code = code;
    this.fix = options.fix ?? null;
  }
}
