/** A refusal of the HTTP surface: status, and the error object's fields (A30). */
const REFUSALS = {
  bad_request: { status: 400, type: "invalid_request_error", param: null },
  unsupported_n: { status: 400, type: "invalid_request_error", param: "n" },
  not_found: { status: 404, type: "invalid_request_error", param: null },
  no_tokenizer: { status: 404, type: "invalid_request_error", param: null },
  model_not_found: { status: 404, type: "invalid_request_error", param: "model" },
  method_not_allowed: { status: 405, type: "invalid_request_error", param: null },
  request_too_large: { status: 413, type: "request_too_large", param: null },
  context_length_exceeded: { status: 413, type: "context_length_exceeded", param: "messages" },
  unsupported_media_type: { status: 415, type: "invalid_request_error", param: null },
  misdirected_request: { status: 421, type: "invalid_request_error", param: null },
  queue_full: { status: 429, type: "queue_full", param: null },
  internal_error: { status: 500, type: "server_error", param: null },
  model_not_loaded: { status: 503, type: "model_not_loaded", param: null },
  draining: { status: 503, type: "draining", param: null },
} as const;

export type ErrorCode = keyof typeof REFUSALS;

/** Thrown by a handler to answer with one of the refusals; the message is shown to the client. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }
}

/** The wire form of an error (A30). Anything unexpected is an internal error whose words stay in the log. */
export function errorBody(error: ApiError) {
  const { type, param } = REFUSALS[error.code];
  return { error: { message: error.message, type, code: error.code, param } };
}
