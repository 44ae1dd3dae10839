import { TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../../_trpc/procedures.ts";

/** An error as every page shows it (H-35). */
export interface Failure {
  /** What happened, in words. */
  cause: string;
  code: string;
  fix: string;
  isRetryable: boolean;
  details: unknown;
}

/** Whether an error is an answer of our own procedures, so that its data has our shape. */
function isAnswer(error: unknown): error is TRPCClientError<AppRouter> {
  return error instanceof TRPCClientError;
}

/** What a page threw; an error of the server's own rendering arrives without its words, only with a digest. */
function pageCause(error: unknown): string {
  if (!(error instanceof Error)) return "Something on this page failed.";
  return "digest" in error ? "The console failed while it made this page." : error.message;
}

/** Reads any thrown value into cause, code and fix; an error without our shape came from the way to the console. */
export function failureOf(error: unknown): Failure {
  if (!isAnswer(error)) {
    return {
      cause: pageCause(error),
      code: "PAGE_FAILED",
      fix: "Reload the page; if it fails again, copy the report.",
      isRetryable: true,
      details: null,
    };
  }
  const { data } = error;
  if (data?.appCode === undefined) {
    return {
      cause: "The console did not answer.",
      code: "CONSOLE_UNREACHABLE",
      fix: "Check that it still runs and that this computer reaches it, then retry.",
      isRetryable: true,
      details: null,
    };
  }
  return {
    cause: error.message,
    code: data.appCode,
    fix: data.fix,
    isRetryable: data.isRetryable,
    details: data.details ?? null,
  };
}

/** H-34: what is said over a failed request; without an answer nobody knows here whether it was taken. */
export function requestTitle(error: unknown, refused: string): string {
  if (failureOf(error).code !== "CONSOLE_UNREACHABLE") return refused;
  return "No answer came, so it may have been taken; sent again unchanged, it counts once.";
}

/** The text a person pastes into a report; it holds no values of the install beyond the address' path. */
export function failureReport(failure: Failure, place: { path: string; at: string }): string {
  const lines = [
    `error: ${failure.cause}`,
    `code: ${failure.code}`,
    `fix: ${failure.fix}`,
    `page: ${place.path}`,
    `time: ${place.at}`,
  ];
  if (failure.details !== null) lines.push(`details: ${JSON.stringify(failure.details)}`);
  return lines.join("\n");
}
