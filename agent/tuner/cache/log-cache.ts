import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { LogCollector } from "../../../core/tuning/reading/collector.ts";
import { TapeReader, TapeWriter } from "../../../core/tuning/reading/tape.ts";
import { AGENT_VERSION } from "../../host/agent-version.ts";
import type { LogPlace } from "../../imaging/log/read-log.ts";

/** Raised with every change of what a tune reads of a line, or of how it is kept. */
const FORMAT = 2 as const;
/** A shorter log is read faster than it would be worth a file. */
const LEAST_BYTES = 16 * 1024 * 1024;
const SAMPLE_BYTES = 65_536;
/** Up to 16 MiB of the log are compared, spread evenly over it. */
const MOST_SAMPLES = 256;
/** A log with more bad lines is read anew each time. */
const MOST_WARNINGS = 10_000;
const ALIGNED = 8;
const NEWLINE = 0x0a;

const Counts = z.strictObject({ runs: z.int(), ratings: z.int(), pairs: z.int(), skipped: z.int() });
export type ReadCounts = z.infer<typeof Counts>;

const Header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(AGENT_VERSION),
  class: z.string().nullable(),
  /** Device and number of the file that was read. */
  file: z.string(),
  place: z.strictObject({ offset: z.int(), lines: z.int(), earlierMs: z.number() }),
  /** Of the samples of the log up to there. */
  samples: z.int(),
  counts: Counts,
  warnings: z.array(z.string()).readonly(),
  notes: z.array(z.unknown()),
  bytes: z.int(),
  /** Of the blocks: what a power cut left of them is not read. */
  crc: z.int(),
});

/** What was read of a log up to a place. */
export interface ReadSoFar {
  readonly collector: LogCollector;
  readonly counts: ReadCounts;
  readonly warnings: readonly string[];
  /** The start of the first line that was not read. */
  readonly place: LogPlace;
}

const cachePath = (log: string): string => `${log}.tuner-cache`;

/**
 * What an earlier tune of this class read of the log, null where it wrote nothing down or the log is not the one it read, only longer:
 * the same file, with the same bytes at up to 256 places up to there. Only ever a shorter way to what the log says (H9).
 */
export function readCache(log: string, wantedClass: string | null): ReadSoFar | null {
  try {
    const bytes = readFileSync(cachePath(log));
    const start = bytes.indexOf(NEWLINE) + 1;
    const header = Header.parse(JSON.parse(bytes.toString("utf8", 0, start)));
    const { file, place, samples, counts, warnings, notes } = header;
    const body = new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
    const isOurs = header.class === wantedClass && header.bytes === body.length && body.byteOffset % ALIGNED === 0;
    if (!isOurs || sampled(log, place.offset, file) !== samples || crc32(body) !== header.crc) return null;
    return { collector: LogCollector.load(wantedClass, new TapeReader(notes, body)), counts, warnings, place };
  } catch {
    return null;
  }
}

/** Keeps what was read beside the log, where that is worth it and the folder takes it; the file is whole or not there. */
export async function writeCache(log: string, wantedClass: string | null, read: ReadSoFar): Promise<void> {
  const { collector, counts, warnings, place } = read;
  if (place.offset < LEAST_BYTES || warnings.length > MOST_WARNINGS) return;
  const temporary = `${cachePath(log)}.${process.pid}.tmp`;
  try {
    const { dev, ino } = await stat(log, { bigint: true });
    const file = `${dev} ${ino}`;
    const samples = sampled(log, place.offset, file);
    if (samples === null) return;
    const tape = new TapeWriter();
    collector.save(tape);
    const crc = tape.blocks.reduce((sum, block) => crc32(block, sum), 0);
    const bytes = tape.blocks.reduce((sum, block) => sum + block.length, 0);
    const what = { format: FORMAT, version: AGENT_VERSION, class: wantedClass, file } as const;
    const { notes } = tape;
    const header = headerLine({ ...what, place, samples, counts, warnings, notes, bytes, crc });
    await writeWhole(temporary, [header, ...tape.blocks]);
    await rename(temporary, cachePath(log));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** One line, as long as the blocks behind it need to be aligned. */
function headerLine(header: z.infer<typeof Header>): Uint8Array {
  const text = Buffer.from(JSON.stringify(header));
  const padding = (2 * ALIGNED - 1 - (text.length % ALIGNED)) % ALIGNED;
  return Buffer.concat([text, Buffer.alloc(padding, " "), Buffer.from("\n")]);
}

async function writeWhole(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
  } finally {
    await file.close();
  }
}

/** The checksum of a log's samples up to an offset; null when it is another file or ends before. Throws the file system's error. */
function sampled(log: string, offset: number, file: string): number | null {
  const descriptor = openSync(log, "r");
  try {
    const { dev, ino, size } = fstatSync(descriptor, { bigint: true });
    if (`${dev} ${ino}` !== file || size < BigInt(offset)) return null;
    const sample = Buffer.alloc(SAMPLE_BYTES);
    const step = Math.max(SAMPLE_BYTES, Math.ceil(offset / MOST_SAMPLES));
    let sum = 0;
    for (let at = 0; at < offset; at += step) sum = crc32(readAt(descriptor, sample, { at, end: offset }), sum);
    return crc32(readAt(descriptor, sample, { at: Math.max(0, offset - SAMPLE_BYTES), end: offset }), sum);
  } finally {
    closeSync(descriptor);
  }
}

function readAt(descriptor: number, into: Buffer, { at, end }: { at: number; end: number }): Buffer {
  return into.subarray(0, readSync(descriptor, into, 0, Math.min(into.length, end - at), at));
}
