import type { World } from "../world.ts";

/** A slice of a job's log; `offset` in bytes (MS4). */
export interface LogChunk {
  offset: number;
  text: string;
}

export interface LogChunks {
  write(text: string): void;
  flush(): void;
  close(): void;
}

const CHUNK_UNITS = 8192;
const JOB_BYTES = 8 * 1024 * 1024;
const FLUSH_MS = 1000;
const TRUNCATED = "\n[log truncated at 8 MiB]\n";

/** Cuts a text into chunks of at most 32 KiB UTF-8, never inside a surrogate pair; lone surrogates are replaced. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of text.toWellFormed()) {
    if (part.length + character.length > CHUNK_UNITS) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return part === "" ? parts : [...parts, part];
}

/** Gathers log text for up to a second and hands it on in chunks; after 8 MiB one marker, then nothing (MS4). */
export function gatherLog(world: World, emit: (chunk: LogChunk) => void): LogChunks {
  const end = new AbortController();
  let gathered = "";
  let offset = 0;
  let isWaiting = false;
  const flush = (): void => {
    const text = gathered;
    gathered = "";
    for (const part of cut(text)) {
      if (offset >= JOB_BYTES) return;
      const bytes = Buffer.byteLength(part);
      const isLast = offset + bytes >= JOB_BYTES;
      emit({ offset, text: isLast ? TRUNCATED : part });
      offset = isLast ? JOB_BYTES : offset + bytes;
    }
  };
  const flushLater = async (): Promise<void> => {
    isWaiting = true;
    await world.wait(FLUSH_MS, end.signal);
    isWaiting = false;
    if (!end.signal.aborted) flush();
  };
  return {
    write: (text) => {
      if (end.signal.aborted || offset >= JOB_BYTES) return;
      gathered += text;
      if (gathered.length >= CHUNK_UNITS * 4) flush();
      else if (!isWaiting) void flushLater();
    },
    flush,
    close: () => {
      flush();
      end.abort();
    },
  };
}
