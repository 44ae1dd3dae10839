import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { type LogRecord, recordLine } from "../../../core/imaging/record/record.ts";

const NEWLINE = 0x0a;
const MAY_READ_AND_WRITE = 0o644;

/** An open feedback log. */
export interface FeedbackLog {
  /** Resolves when the record stands in the file; the order of calls is kept. Rejects when it cannot be written. */
  append(record: LogRecord): Promise<void>;
  /** Waits for every append, flushes to the disk and closes (IM39). */
  close(): Promise<void>;
}

/** One queue per file and process (IM39): the tail of what this process still has to write. */
const queues = new Map<string, Promise<unknown>>();

/** Opens or creates the log at `path` for appending. Rejects with the file system's error. */
export async function openFeedbackLog(path: string): Promise<FeedbackLog> {
  const place = resolve(path);
  const file = await open(place, "a+", MAY_READ_AND_WRITE);
  const enqueue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = (queues.get(place) ?? Promise.resolve()).then(work, work);
    queues.set(place, next);
    const forget = () => void (queues.get(place) === next && queues.delete(place));
    next.then(forget, forget);
    return next;
  };
  return {
    append: (record) => enqueue(() => appendLine(file, recordLine(record))),
    close: () =>
      enqueue(async () => {
        await file.sync();
        await file.close();
      }),
  };
}

/** IM39: heals a torn tail, writes the line by one call, and writes it again when the call fell short. */
async function appendLine(file: FileHandle, line: string): Promise<void> {
  for (;;) {
    const start = (await endsInNewline(file)) ? "" : "\n";
    const buffer = Buffer.from(`${start}${line}\n`, "utf8");
    const { bytesWritten } = await file.write(buffer, 0, buffer.length, null);
    if (bytesWritten === buffer.length) return;
  }
}

async function endsInNewline(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 0 || buffer[0] === NEWLINE;
}
