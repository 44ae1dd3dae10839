import { expect, test } from "vitest";
import { createDiskRoom, RESERVE_BYTES } from "./disk-room.ts";

const MB = 1_000_000;
const PICTURE = 50 * MB;

test("IM45 of eight pictures at once as many are promised room as leave 256 MiB free", async () => {
  const room = createDiskRoom(async () => RESERVE_BYTES + 2 * PICTURE + 10 * MB);
  const holds = await Promise.all(Array.from({ length: 8 }, () => room.take(PICTURE)));
  expect(holds.filter((hold) => hold !== null)).toHaveLength(2);
  for (const hold of holds) hold?.release();
  for (const hold of holds) hold?.release();
  const again = await Promise.all(Array.from({ length: 8 }, () => room.take(PICTURE)));
  expect(again.filter((hold) => hold !== null)).toHaveLength(2);
});

test("IM45 what is written counts once, as used by the disk", async () => {
  let free = RESERVE_BYTES + 100;
  const room = createDiskRoom(async () => free);
  const hold = await room.take(60);
  for await (const piece of hold?.counting(pieces(30)) ?? []) free -= piece.length;
  expect(await room.take(41)).toBeNull();
  const other = await room.take(40);
  expect(other).not.toBeNull();
  hold?.release();
  expect(await room.take(31)).toBeNull();
  expect(await room.take(30)).not.toBeNull();
});

test("IM45 what was written while the disk was asked counts as promised still", async () => {
  const asked = Promise.withResolvers<number>();
  const answers = [Promise.resolve(RESERVE_BYTES + 100), asked.promise];
  const room = createDiskRoom(() => answers.shift() ?? asked.promise);
  const hold = await room.take(60);
  const second = room.take(60);
  for await (const _piece of hold?.counting(pieces(60)) ?? []);
  asked.resolve(RESERVE_BYTES + 100);
  expect(await second).toBeNull();
});

async function* pieces(bytes: number): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(bytes);
}
