/** Bytes that can be read at any place, in memory or in a file. */
export interface ByteSource {
  sizeBytes: number;
  /** At most `length` bytes from `offset`; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A byte source over bytes in memory. */
export function bytesInMemory(bytes: Uint8Array): ByteSource {
  return {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  };
}

/** Big- and little-endian numbers of a header; null past its end. */
export function numbersOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (offset: number, length: number) => offset >= 0 && offset + length <= bytes.length;
  return {
    u8: (offset: number) => (within(offset, 1) ? view.getUint8(offset) : null),
    u16be: (offset: number) => (within(offset, 2) ? view.getUint16(offset) : null),
    u16le: (offset: number) => (within(offset, 2) ? view.getUint16(offset, true) : null),
    u24le: (offset: number) =>
      within(offset, 3) ? view.getUint16(offset, true) + view.getUint8(offset + 2) * 65_536 : null,
    u32be: (offset: number) => (within(offset, 4) ? view.getUint32(offset) : null),
    u32le: (offset: number) => (within(offset, 4) ? view.getUint32(offset, true) : null),
  };
}

/** Four bytes as text, an empty text past the end. */
export function fourLetters(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
