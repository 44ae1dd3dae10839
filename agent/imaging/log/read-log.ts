import { createReadStream } from "node:fs";
import type { LogLine } from "../../../core/imaging/record/line.ts";
import { LineReader } from "../../../core/imaging/record/line-reader.ts";
import { LineSplitter, type RawLine } from "../../../core/imaging/record/split-lines.ts";

const CHUNK_BYTES = 262_144;
const NO_BYTES = new Uint8Array();

/** Called for each line with its number from 1 and its bytes, which are valid only during the call. */
type VisitLine = (line: LogLine, number: number, bytes: Uint8Array) => void;

/** Streams the log at `path` line by line in file order; a malformed line is given too, so that it can be named (IM41). Rejects with the file system's error. */
export async function readLog(path: string, visit: VisitLine): Promise<void> {
  const splitter = new LineSplitter();
  const reader = new LineReader();
  const give = (lines: readonly RawLine[]): void => {
    for (const raw of lines) {
      const line = reader.read(raw);
      if (line !== null) visit(line, raw.number, raw.bytes ?? NO_BYTES);
    }
  };
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of stream) give(splitter.push(chunk));
  give(splitter.end());
}

/** IM41: what stderr says of a line that was skipped. */
export const skippedLineText = (number: number, reason: string): string => `warning: line ${number} skipped: ${reason}`;
