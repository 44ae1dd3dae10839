import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

/** One chunk with a right checksum, or with a given wrong one. */
export function chunk(kind: string, data: Uint8Array, checksum?: number): Uint8Array {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(checksum ?? crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export const png = (...chunks: readonly Uint8Array[]): Uint8Array => Buffer.concat([SIGNATURE, ...chunks]);

/** The header chunk of a picture; kind 2 is RGB, 3 indexed. */
export function header(width: number, height: number, { depth = 8, kind = 2 } = {}): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data[8] = depth;
  data[9] = kind;
  return chunk("IHDR", data);
}

/** All rows of a black RGB picture. */
export const rows = (width: number, height: number): Uint8Array =>
  chunk("IDAT", deflateSync(Buffer.alloc(height * (width * 3 + 1))));

export const END = chunk("IEND", new Uint8Array(0));
