import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { BlockPlace } from "../../../core/tuning/columns/tape.ts";

const MAGIC = "esptune\n";
const LENGTH_AT = 8;
const CRC_AT = 12;
const PREFIX_BYTES = 16;
/** Blocks written in one call. */
const MOST_TOGETHER = 256;

/** What was kept beside a log is not what was written. */
export class DamagedCache extends Error {}

/** A JSON value and blocks of bytes in one file, the blocks read and checked one by one when they are asked for. */
export class KeptFile {
  readonly header: unknown;
  /** Of all blocks. */
  readonly bytes: number;
  readonly #descriptor: number;
  readonly #start: number;

  /** Throws the file system's error, or DamagedCache. */
  constructor(path: string) {
    this.#descriptor = openSync(path, "r");
    try {
      const prefix = this.#read(0, PREFIX_BYTES);
      if (prefix.toString("latin1", 0, LENGTH_AT) !== MAGIC) throw new DamagedCache();
      this.#start = PREFIX_BYTES + prefix.readUInt32LE(LENGTH_AT);
      this.bytes = fstatSync(this.#descriptor).size - this.#start;
      if (this.bytes < 0) throw new DamagedCache();
      const text = this.#read(PREFIX_BYTES, this.#start - PREFIX_BYTES);
      if (crc32(text) !== prefix.readUInt32LE(CRC_AT)) throw new DamagedCache();
      this.header = JSON.parse(text.toString());
    } catch (failure) {
      this.close();
      throw failure;
    }
  }

  /** A block with the checksum it was written with. Throws DamagedCache. */
  block({ at, byteLength }: BlockPlace, crc: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#read(this.#start + at, byteLength);
    if (crc32(bytes) !== crc) throw new DamagedCache();
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #read(at: number, length: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.allocUnsafeSlow(length);
    if (readSync(this.#descriptor, bytes, 0, length, at) !== length) throw new DamagedCache();
    return bytes;
  }
}

/** Writes such a file, readable by its owner alone. Rejects with the file system's error. */
export async function writeKept(path: string, header: unknown, blocks: readonly Uint8Array[]): Promise<void> {
  const text = Buffer.from(JSON.stringify(header));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.write(MAGIC, "latin1");
  prefix.writeUInt32LE(text.length, LENGTH_AT);
  prefix.writeUInt32LE(crc32(text), CRC_AT);
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(prefix);
    await file.writeFile(text);
    for (let from = 0; from < blocks.length; from += MOST_TOGETHER) {
      const some = blocks.slice(from, from + MOST_TOGETHER);
      const { bytesWritten } = await file.writev(some);
      if (bytesWritten !== some.reduce((sum, { length }) => sum + length, 0)) throw new DamagedCache();
    }
  } finally {
    await file.close();
  }
}
