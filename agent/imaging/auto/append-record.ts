import type { LogRecord } from "../../../core/imaging/record/record.ts";
import { openFeedbackLog } from "../log/append-log.ts";
import { cannot } from "./io-failure.ts";

/** Appends one record and flushes it to the disk (IM39). Throws CommandError 74. */
export async function appendRecord(logPath: string, record: LogRecord): Promise<void> {
  const append = async () => {
    const log = await openFeedbackLog(logPath);
    try {
      await log.append(record);
    } finally {
      await log.close();
    }
  };
  await append().catch(cannot(`${logPath} cannot be written`));
}
