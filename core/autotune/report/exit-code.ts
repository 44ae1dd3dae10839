import type { ExitReason } from "../exit-reason.ts";

/** B119: the only exit codes are 0, 1, 64 and 130; 64 is a parse error, before there is a run. */
export function exitCodeOf(
  exitReason: ExitReason,
  { isParseError }: { isParseError: boolean } = { isParseError: false },
) {
  if (exitReason === "ok") return 0;
  if (exitReason === "interrupted") return 130;
  return exitReason === "config_error" && isParseError ? 64 : 1;
}
