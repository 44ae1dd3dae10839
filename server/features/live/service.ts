import { AppError } from "../../platform/errors.ts";
import { type FeedRow, feedBounds, listFeedAfter } from "../../platform/feed.ts";
import type { Context } from "../../trpc/context.ts";
import { isSessionAlive } from "../accounts/index.ts";
import { listenForCommits } from "./commit-signal.ts";
import { FeedPointer } from "./schema.ts";
import { takeStreamSlot } from "./stream-slots.ts";

const PAGE = 200;
/** TP8: the session is looked at again as often as the stream is pinged. */
const RECHECK_MS = 15_000;

interface FeedItem {
  seq: number;
  pointer: FeedPointer;
}

/**
 * Yields every feed pointer after `lastEventId`, then new ones as they commit, until the signal aborts or the session ends.
 * A stream without an id, or with one that the trim has passed, starts with one `reset`: the client refetches what it shows.
 */
export async function* followFeed(
  ctx: Context,
  lastEventId: string | null,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedItem> {
  if (ctx.actor === null) throw new AppError("UNAUTHENTICATED");
  const { userId, sessionId } = ctx.actor;
  const giveBack = takeStreamSlot(ctx.app, userId);
  const commits = listenForCommits(ctx.app.bus, signal);
  const monoMs = () => ctx.app.clock.monoMs();
  const hasEnded = () => signal?.aborted === true;
  let checkedAt = monoMs();
  try {
    const start = await decideStart(ctx, lastEventId);
    let seq = start.seq;
    if (start.reset !== null) yield { seq, pointer: start.reset };
    while (!hasEnded()) {
      const page = await listFeedAfter(ctx.app.db, { orgId: ctx.scope.orgId, seq }, PAGE);
      for (const row of page) {
        seq = row.seq;
        yield { seq, pointer: pointerOf(row) };
      }
      if (page.length === PAGE) continue;
      await commits.next(Math.max(1, checkedAt + RECHECK_MS - monoMs()));
      if (hasEnded() || monoMs() - checkedAt < RECHECK_MS) continue;
      if (!(await isSessionAlive(ctx.app, sessionId))) return;
      checkedAt = monoMs();
    }
  } finally {
    commits.stop();
    giveBack();
  }
}

async function decideStart(
  ctx: Context,
  lastEventId: string | null,
): Promise<{ seq: number; reset: FeedPointer | null }> {
  const { head, oldest } = await feedBounds(ctx.app.db);
  const wanted = lastEventId === null ? null : Number(lastEventId);
  if (wanted === null) return { seq: head, reset: { topic: "reset", subject: "feed", kind: "start" } };
  if (wanted > head || wanted < oldest - 1)
    return { seq: head, reset: { topic: "reset", subject: "feed", kind: "trimmed" } };
  return { seq: wanted, reset: null };
}

function pointerOf(row: FeedRow): FeedPointer {
  return FeedPointer.parse({ topic: row.topic, subject: row.subject, kind: row.kind });
}
