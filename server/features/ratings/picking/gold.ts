import type { RandomSource } from "../../../../core/tuning/sampling/mulberry32.ts";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import type { BenchRun } from "../repo.ts";
import type { SessionRow } from "../session-repo.ts";
import type { Showing } from "../views/show-runs.ts";
import { waitingGold } from "./waiting.ts";

const SPACING = 5;

interface Sitting {
  session: SessionRow;
  /** Runs shown before or held now, oldest first. */
  recent: readonly BenchRun[];
  held: ReadonlySet<string | null>;
  random: RandomSource;
}

/** A gold pair that this rater has not judged, of a picture not among the last five; null where an agent has made none (IM64). */
export async function goldOf(ctx: Context, tx: Tx, sitting: Sitting): Promise<Showing | null> {
  const { session, recent, held, random } = sitting;
  const last = new Set(recent.slice(-SPACING).map(({ inputBlake3 }) => inputBlake3));
  const pairs = (await waitingGold(ctx, tx, session)).filter(
    ({ pairId, first }) => !held.has(pairId) && !last.has(first.inputBlake3),
  );
  return pairs[Math.floor(random() * pairs.length)] ?? null;
}
