import { openBlake3 } from "../../../core/canonical/blake3-stream.ts";
import type { Bench, BenchOptions, BenchRun } from "../bench.ts";
import { atLeast, ownRow } from "../own-row.ts";
import { repeatsFigure } from "../statistics.ts";

const PIECE_BYTES = 64 * 1024;
const PIECES = 3_200;
const MIB = 1024 * 1024;
const FULL_REPEATS = 15;
const CI_REPEATS = 5;

/** MiB hashed in a second, in pieces as a file stream brings them. */
async function speedOnce(piece: Uint8Array): Promise<number> {
  const hash = await openBlake3();
  const startedMs = performance.now();
  for (let index = 0; index < PIECES; index += 1) hash.update(piece);
  hash.digestHex();
  return (PIECES * PIECE_BYTES) / MIB / ((performance.now() - startedMs) / 1000);
}

async function run({ isCi, say }: BenchOptions): Promise<BenchRun> {
  const piece = Uint8Array.from({ length: PIECE_BYTES }, (_, index) => index % 251);
  await speedOnce(piece);
  const speeds: number[] = [];
  for (let repeat = 0; repeat < (isCi ? CI_REPEATS : FULL_REPEATS); repeat += 1) {
    const speed = await speedOnce(piece);
    say(`IMB1  ${speed.toFixed(0)} MiB/s`);
    speeds.push(speed);
  }
  const figure = { name: "BLAKE3 of 200 MiB in pieces of 64 KiB", unit: "MiB/s", ...repeatsFigure(speeds) };
  return { rows: [ownRow(figure, atLeast(400, "MiB/s"))], notes: ["One core, WebAssembly, bytes in memory."] };
}

/** The speed half of IMB1; the 35 vectors are a unit test. */
export const blake3Speed: Bench = {
  id: "IMB1",
  what: "streaming BLAKE3 on one core",
  needsQuietMachine: true,
  run,
  peers: { debianPackages: [], run: null, subjects: [] },
};
