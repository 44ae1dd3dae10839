import type { App } from "../../platform/app.ts";
import { PART_LIFE_MS, sweepParts } from "../../platform/blobs/blob-parts.ts";
import { listBlobs } from "../../platform/blobs/list-blobs.ts";
import { transaction } from "../../platform/transaction.ts";
import { dropBlobRows, isNamed, openJobParams } from "./repo.ts";

/** IM43: how long a blob that nothing names is kept, in milliseconds. */
const UNNAMED_LIFE_MS = 7 * 24 * 60 * 60_000;
const ROUND_EVERY_MS = 60 * 60_000;
/** One blob a second: a thousand pictures are read again in a quarter of an hour, and the disk hardly notices. */
const PACE_MS = 1_000;

interface Round {
  verified: number;
  quarantined: string[];
  removed: string[];
  parts: number;
}

/** One walk over all blobs: the bytes are hashed again, what nothing names for 7 days goes, unfinished uploads too (IM43, BL2). */
export async function walkBlobs(app: App, pause: () => Promise<boolean>): Promise<Round> {
  const now = app.clock.now().getTime();
  const round: Round = { verified: 0, quarantined: [], removed: [], parts: 0 };
  round.parts = await sweepParts(app.blobs.paths.parts, new Date(now - PART_LIFE_MS));
  for await (const hash of listBlobs(app.blobs.paths.root)) {
    if (!(await pause())) break;
    try {
      await lookAt(app, { hash, unusedBefore: new Date(now - UNNAMED_LIFE_MS) }, round);
    } catch (err) {
      // One file that cannot be read may not keep the walk from those behind it.
      app.log.error({ event: "blob-unreadable", name: hash, err }, "a stored file could not be read again");
    }
  }
  return round;
}

async function lookAt(app: App, { hash, unusedBefore }: { hash: string; unusedBefore: Date }, round: Round) {
  const known = await app.blobs.stat(hash);
  if (known === null) return;
  if (known.usedAt < unusedBefore && !(await isReferenced(app, hash)) && (await app.blobs.forget(hash, unusedBefore))) {
    await transaction(app, "blobs.forget", (tx) => dropBlobRows(tx, hash));
    round.removed.push(hash);
    return;
  }
  round.verified += 1;
  if ((await app.blobs.verify(hash)) !== "quarantined") return;
  await transaction(app, "blobs.quarantine", (tx) => dropBlobRows(tx, hash));
  app.log.error(
    { event: "blob-quarantined", name: hash },
    "a stored file no longer matches its hash and was set aside",
  );
  round.quarantined.push(hash);
}

async function isReferenced(app: App, hash: string): Promise<boolean> {
  if (await isNamed(app.db, hash)) return true;
  return (await openJobParams(app.db)).some((json) => json.includes(`"${hash}"`));
}

/** Walks the blobs again and again, an hour after each walk ended, until stopped. */
export function startBlobKeeper(app: App): { stop(): Promise<void> } {
  const end = new AbortController();
  const wait = (ms: number) =>
    new Promise<boolean>((resolve) => {
      if (end.signal.aborted) return resolve(false);
      const timer = setTimeout(() => over(true), ms);
      const stop = () => over(false);
      const over = (goOn: boolean) => {
        clearTimeout(timer);
        end.signal.removeEventListener("abort", stop);
        resolve(goOn);
      };
      end.signal.addEventListener("abort", stop);
    });
  const run = async (): Promise<void> => {
    do {
      try {
        const { quarantined, removed, parts } = await walkBlobs(app, () => wait(PACE_MS));
        if (quarantined.length + removed.length + parts > 0) {
          const counts = { quarantined: quarantined.length, removed: removed.length, parts };
          app.log.info({ event: "blobs-walked", ...counts }, "the blob folder was tidied");
        }
      } catch (cause) {
        app.log.error({ event: "blob-walk-failed", err: cause }, "the blob folder could not be read");
      }
    } while (await wait(ROUND_EVERY_MS));
  };
  const running = run();
  return {
    stop: () => {
      end.abort();
      return running;
    },
  };
}
