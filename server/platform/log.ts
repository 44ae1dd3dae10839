import { type DestinationStream, type Logger, pino } from "pino";

/** SL1: what is not named here never reaches the log, whoever logs it. */
const ALLOWED_FIELDS = new Set([
  "address",
  "action",
  "agentId",
  "attempt",
  "bootId",
  "code",
  "count",
  "durationMs",
  "err",
  "event",
  "exitCode",
  "fence",
  "fix",
  "from",
  "host",
  "jobId",
  "kind",
  "method",
  "migration",
  "name",
  "path",
  "pid",
  "port",
  "reason",
  "role",
  "rule",
  "serverEpoch",
  "signal",
  "state",
  "status",
  "to",
  "transaction",
  "tuneRunId",
  "userId",
  "version",
  "waitMs",
]);
const MIN_SECRET_LENGTH = 8;

export interface SafeLog {
  log: Logger;
  /** From now on this value is replaced wherever it would appear in a line. */
  hide(secret: string): void;
}

/** The one logger: JSON lines, an allow-list of fields, secrets removed by value (SL1, SL2). */
export function createLog(destination: DestinationStream, level = "info"): SafeLog {
  const secrets = new Set<string>();
  const clean: DestinationStream = {
    write(line) {
      let text = line;
      for (const secret of secrets) text = text.replaceAll(secret, "[secret]");
      destination.write(text);
    },
  };
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => ALLOWED_FIELDS.has(name))),
      },
      serializers: { err: describeError },
    },
    clean,
  );
  return { log, hide: (secret) => void (secret.length >= MIN_SECRET_LENGTH && secrets.add(secret)) };
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { type: error.name, message: error.message, stack: error.stack, ...(cause === undefined ? {} : { cause }) };
}
