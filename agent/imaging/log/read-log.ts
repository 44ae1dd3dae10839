import { type FileHandle, open } from "node:fs/promises";
import type { LogLine } from "../../../core/imaging/record/line.ts";
import { LineReader } from "../../../core/imaging/record/line-reader.ts";
import { LineSplitter, type RawLine } from "../../../core/imaging/record/split-lines.ts";
import { plainWords } from "../../../core/units/plain-words.ts";

const CHUNK_BYTES = 1_048_576;
/** Texts of this size live in the young part of the heap, whose memory is used again and again. */
const PIECE_BYTES = 65_536;
const NEWLINE = 0x0a;
const NO_BYTES = new Uint8Array();

/** Called for each line with its number from 1 and its bytes, which are valid only during the call. */
type VisitLine = (line: LogLine, number: number, bytes: Uint8Array) => void;

/** Reads a line, one character per byte, without the reader: its time in ms, or null when the reader must look. */
type ReadQuickly = (text: string, number: number) => number | null;

/** The start of a line: its byte offset, the lines before it and the time of the last of them in ms. */
export interface LogPlace {
  readonly offset: number;
  readonly lines: number;
  readonly earlierMs: number;
}

const START: LogPlace = { offset: 0, lines: 0, earlierMs: 0 };

interface ReadingWays {
  readonly quickly?: ReadQuickly;
  /** Where to begin. */
  readonly from?: LogPlace;
  /** Told the place behind the last newline, before a line without one is read. */
  readonly atLastNewline?: (place: LogPlace) => void | Promise<void>;
}

/** Streams the log at `path` line by line in file order; a malformed line is given too, so that it can be named (IM41). Rejects with the file system's error. */
export async function readLog(path: string, visit: VisitLine, ways: ReadingWays = {}): Promise<void> {
  const file = await open(path, "r");
  try {
    await readOpenLog(file, visit, ways);
  } finally {
    await file.close();
  }
}

/** As `readLog`, of an open file that the caller closes. */
export async function readOpenLog(file: FileHandle, visit: VisitLine, ways: ReadingWays = {}): Promise<void> {
  const { quickly = () => null, from = START, atLastNewline = () => undefined } = ways;
  const splitter = new LineSplitter(from.lines);
  const reader = new LineReader(from.earlierMs);
  let seen = from.offset;
  let offset = from.offset;
  const give = ({ number, bytes }: RawLine): void => {
    const line = reader.read({ bytes });
    if (line !== null) visit(line, number, bytes ?? NO_BYTES);
  };
  const giveWhole = (bytes: Uint8Array): void => {
    const text = asciiOf(bytes);
    for (let start = 0, end = text.indexOf("\n"); end >= 0; start = end + 1, end = text.indexOf("\n", start)) {
      const number = splitter.take();
      const atMs = quickly(text.slice(start, end), number);
      if (atMs === null) give({ number, bytes: bytes.subarray(start, end) });
      else reader.passed(atMs);
    }
  };
  for await (const chunk of chunksOf(file, from.offset)) {
    const last = chunk.lastIndexOf(NEWLINE) + 1;
    if (last > 0) offset = seen + last;
    seen += chunk.length;
    let start = chunk.indexOf(NEWLINE) + 1;
    for (const line of splitter.push(chunk.subarray(0, start))) give(line);
    while (start < last) {
      const within = chunk.lastIndexOf(NEWLINE, start + PIECE_BYTES) + 1;
      const end = within > start ? within : chunk.indexOf(NEWLINE, start) + 1;
      giveWhole(chunk.subarray(start, end));
      start = end;
    }
    for (const line of splitter.push(chunk.subarray(last))) give(line);
  }
  await atLastNewline({ offset, lines: splitter.count, earlierMs: reader.earlierMs });
  for (const line of splitter.end()) give(line);
}

/** The file's bytes in order; the next chunk is read while the caller works on one, which is valid until he asks again. */
async function* chunksOf(file: FileHandle, from: number): AsyncGenerator<Buffer> {
  const buffers = [Buffer.alloc(CHUNK_BYTES), Buffer.alloc(CHUNK_BYTES)] as const;
  // A pipe has no places: from its start a log is read on and on.
  const placeOf = (place: number) => (from === 0 ? null : place);
  let at = from;
  let reading = file.read(buffers[0], 0, CHUNK_BYTES, placeOf(at));
  for (let turn = 1; ; turn += 1) {
    const { buffer, bytesRead } = await reading;
    if (bytesRead === 0) return;
    at += bytesRead;
    reading = file.read(buffers[turn % 2 === 0 ? 0 : 1], 0, CHUNK_BYTES, placeOf(at));
    reading.catch(() => undefined);
    yield buffer.subarray(0, bytesRead);
  }
}

/** One character per byte: the text of a line that holds nothing but ASCII. */
function asciiOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** IM41: what stderr says of a line that was skipped. */
export const skippedLineText = (number: number, reason: string): string =>
  `warning: line ${number} skipped: ${plainWords(reason)}`;
