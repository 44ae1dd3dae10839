import type { FileHandle } from "node:fs/promises";

const WINDOW_BYTES = 1_048_576;

/** Why a file is not what it says; the reason alone, without the path. */
export class UnsoundFile extends Error {
  override readonly name = "UnsoundFile";
}

/** Reads little-endian values of a file in order, a window at a time; throws `UnsoundFile` at its end. */
export class ByteCursor {
  private readonly file: FileHandle;
  private window = Buffer.alloc(0);
  private windowStart = 0;
  position = 0;
  readonly size: number;

  constructor(file: FileHandle, size: number) {
    this.file = file;
    this.size = size;
  }

  get left(): number {
    return this.size - this.position;
  }

  async u32(what: string): Promise<number> {
    return (await this.take(4, what)).readUInt32LE();
  }

  /** A count or size; one past the exact integers is as wrong as one past the end of the file. */
  async u64(what: string): Promise<number> {
    const value = (await this.take(8, what)).readBigUInt64LE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new UnsoundFile(`${what} is ${value}`);
    return Number(value);
  }

  async text(what: string): Promise<string> {
    const length = await this.u64(`the length of ${what}`);
    return (await this.take(length, what)).toString("utf8");
  }

  skip(bytes: number, what: string): void {
    if (bytes > this.left) throw new UnsoundFile(`${what} needs ${bytes} bytes and ${this.left} are left`);
    this.position += bytes;
  }

  private async take(bytes: number, what: string): Promise<Buffer> {
    const start = this.position;
    this.skip(bytes, what);
    const end = start + bytes;
    if (start < this.windowStart || end > this.windowStart + this.window.length) await this.load(start, bytes);
    return this.window.subarray(start - this.windowStart, end - this.windowStart);
  }

  private async load(start: number, bytes: number): Promise<void> {
    const window = Buffer.alloc(Math.min(Math.max(bytes, WINDOW_BYTES), this.size - start));
    const { bytesRead } = await this.file.read(window, 0, window.length, start);
    this.window = window.subarray(0, bytesRead);
    this.windowStart = start;
    if (bytesRead < bytes) throw new UnsoundFile("the file became shorter while it was read");
  }
}
