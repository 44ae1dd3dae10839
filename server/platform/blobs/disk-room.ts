import { statfs } from "node:fs/promises";

/** What stays free on the disk whatever is sent, in bytes (IM45). */
export const RESERVE_BYTES = 256 * 1024 * 1024;

/** Bytes that somebody was promised room for; those that are written count as used by the disk itself. */
interface RoomHold {
  /** The same pieces; each one that passes is promised no longer. */
  counting(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Gives back what was not written; a second call does nothing. */
  release(): void;
}

export interface DiskRoom {
  /** Room for so many bytes beside all that was promised before and the reserve; null when there is not that much. */
  take(bytes: number): Promise<RoomHold | null>;
}

/** The room on one disk, shared by all that write to it at once: each alone would see the same free bytes (IM45). */
export function createDiskRoom(freeBytes: () => Promise<number>): DiskRoom {
  let promised = 0;
  const hold = (bytes: number): RoomHold => {
    let left = bytes;
    promised += left;
    const give = (count: number) => {
      const given = Math.min(count, left);
      left -= given;
      promised -= given;
    };
    return {
      async *counting(stream) {
        for await (const piece of stream) {
          yield piece;
          give(piece.length);
        }
      },
      release: () => give(left),
    };
  };
  return {
    take: async (bytes) => {
      const before = promised;
      const free = await freeBytes();
      // What was written while the disk was asked may not be missing from its answer yet.
      return free < bytes + Math.max(before, promised) + RESERVE_BYTES ? null : hold(bytes);
    },
  };
}

/** Bytes that are free for this user on the disk of a folder. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
