import { type BigIntStats, fstatSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";

const SAMPLE_BYTES = 16_384;
/** Up to 4 MiB of the log are compared, spread evenly over it. */
const MOST_SAMPLES = 256;

/** What tells an open log from another one. */
export interface LogFacts {
  /** Device and number of the file. */
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  /** When it was last written, in ns. */
  readonly mtime: string;
}

/** The facts of an open file; null of a pipe or device, which can be read only once. Throws the file system's error. */
export function logFacts(descriptor: number): LogFacts | null {
  const found = fstatSync(descriptor, { bigint: true });
  const { size, mtimeNs } = found;
  return found.isFile() ? { file: fileOf(found), size: Number(size), mtime: `${mtimeNs}` } : null;
}

/** Device and number of a file. */
export const fileOf = ({ dev, ino }: BigIntStats): string => `${dev} ${ino}`;

/** Whether a log may be an earlier one or that one longer; at the same size nobody has written to it since. */
export function mayHaveGrown(from: LogFacts, to: LogFacts): boolean {
  return to.file === from.file && (to.size > from.size || (to.size === from.size && to.mtime === from.mtime));
}

/** The checksum of an open log's samples up to an offset, its head and the bytes before the offset among them. Throws the file system's error. */
export function sampleSum(descriptor: number, offset: number): number {
  const sample = Buffer.alloc(SAMPLE_BYTES);
  const step = Math.max(SAMPLE_BYTES, Math.ceil(offset / MOST_SAMPLES));
  const sumAt = (at: number, sum: number): number => {
    const length = readSync(descriptor, sample, 0, Math.min(SAMPLE_BYTES, offset - at), at);
    return crc32(sample.subarray(0, length), sum);
  };
  let sum = 0;
  for (let at = 0; at < offset; at += step) sum = sumAt(at, sum);
  return sumAt(Math.max(0, offset - SAMPLE_BYTES), sum);
}
