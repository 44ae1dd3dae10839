import { type FileHandle, rename, rm, stat } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { z } from "zod";
import { type BlockPlace, TapeReader, TapeWriter } from "../../../core/tuning/columns/tape.ts";
import { joinedSoFar } from "../../../core/tuning/joining/join-by-run.ts";
import { LogCollector } from "../../../core/tuning/reading/collector.ts";
import { AGENT_VERSION } from "../../host/agent-version.ts";
import type { LogPlace } from "../../imaging/log/read-log.ts";
import { KeptFile, writeKept } from "./kept-file.ts";
import { fileOf, type LogFacts, logFacts, mayHaveGrown, sampleSum } from "./log-facts.ts";

/** Raised with every change of what a tune reads of a line, or of how it is kept. */
const FORMAT = 5 as const;
/** A shorter log is read faster than it would be worth a file. */
const LEAST_BYTES = 16 * 1024 * 1024;
/** A log with more bad lines is read anew each time. */
const MOST_WARNINGS = 10_000;

const Counts = z.strictObject({ runs: z.int(), ratings: z.int(), pairs: z.int(), skipped: z.int() });
export type ReadCounts = z.infer<typeof Counts>;

const Header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(AGENT_VERSION),
  class: z.string().nullable(),
  /** Of the file that was read. */
  facts: z.strictObject({ file: z.string(), size: z.int(), mtime: z.string() }),
  place: z.strictObject({ offset: z.int(), lines: z.int(), earlierMs: z.number() }),
  /** Of the log up to there. */
  samples: z.int(),
  counts: Counts,
  warnings: z.array(z.string()).readonly(),
  notes: z.array(z.unknown()),
  bytes: z.int(),
  /** Of each block: what a power cut left of it is not read. */
  crcs: z.array(z.int()),
});

/** What was read of a log up to a place. */
export interface ReadSoFar {
  readonly collector: LogCollector;
  readonly counts: ReadCounts;
  readonly warnings: readonly string[];
  /** The start of the first line that was not read. */
  readonly place: LogPlace;
}

interface CachedLog {
  readonly path: string;
  /** Null: the runs of every class. */
  readonly class: string | null;
}

/**
 * What a tune keeps of a log beside it for a later one (TU6). Only ever a shorter way to what the log says (H9):
 * what was loaded throws DamagedCache when a part of it that is asked for later is not what was written.
 */
export class LogCache {
  readonly #uses: { readonly reads: boolean; readonly writes: boolean };
  readonly #open: KeptFile[] = [];
  /** Of the log before anything was read of it. */
  #before: LogFacts | null = null;

  constructor(uses: { reads: boolean; writes: boolean }) {
    this.#uses = uses;
  }

  /**
   * What an earlier tune of this class read of the open log, null where it wrote nothing down or the log is not the one it read, only longer:
   * the same file, with the same bytes at up to 256 places up to there.
   */
  read(log: CachedLog, file: FileHandle): ReadSoFar | null {
    try {
      const facts = logFacts(file.fd);
      this.#before = facts;
      if (facts === null || !this.#uses.reads) return null;
      const kept = new KeptFile(cachePath(log.path));
      this.#open.push(kept);
      const header = Header.parse(kept.header);
      const { place, crcs, counts, warnings, notes, bytes } = header;
      const isOurs = header.class === log.class && bytes === kept.bytes && mayHaveGrown(header.facts, facts);
      if (!isOurs || sampleSum(file.fd, place.offset) !== header.samples) return null;
      const read = (at: BlockPlace) => kept.block(at, crcs[at.index] ?? Number.NaN);
      return {
        collector: LogCollector.load(log.class, new TapeReader(notes, { bytes, read })),
        counts,
        warnings,
        place,
      };
    } catch {
      return null;
    }
  }

  /** Keeps what was read of the open log beside it, where that is worth it and the folder takes it; the file is whole or not there. */
  async write(log: CachedLog, file: FileHandle, read: ReadSoFar): Promise<void> {
    const isWorthIt = read.place.offset >= LEAST_BYTES && read.warnings.length <= MOST_WARNINGS;
    if (!this.#uses.writes || !isWorthIt) return;
    const temporary = `${cachePath(log.path)}.${process.pid}.tmp`;
    try {
      const facts = logFacts(file.fd);
      if (facts === null || this.#before === null || !mayHaveGrown(this.#before, facts)) return;
      if (fileOf(await stat(log.path, { bigint: true })) !== facts.file) return;
      const { header, blocks } = recorded(log, read, { facts, samples: sampleSum(file.fd, read.place.offset) });
      await writeKept(temporary, header, blocks);
      await rename(temporary, cachePath(log.path));
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }

  /** Lets go of the files; what was loaded can be asked no more. */
  close(): void {
    for (const kept of this.#open.splice(0)) kept.close();
  }
}

const cachePath = (log: string): string => `${log}.tuner-cache`;

function recorded(log: CachedLog, read: ReadSoFar, of: { facts: LogFacts; samples: number }) {
  const { collector, counts, warnings, place } = read;
  const tape = new TapeWriter();
  collector.save(tape, joinedSoFar(collector.finish()));
  const { notes, blocks } = tape;
  const crcs = blocks.map((block) => crc32(block));
  const bytes = blocks.reduce((sum, block) => sum + block.length, 0);
  const kept = { counts, warnings, place, notes, bytes, crcs };
  const header: z.infer<typeof Header> = { format: FORMAT, version: AGENT_VERSION, class: log.class, ...of, ...kept };
  return { header, blocks };
}
