import type { Tx } from "../../../platform/app.ts";
import { type BenchRun, runsOfPair, standingPairs, standingRatings } from "../repo.ts";
import type { SessionRow } from "../session-repo.ts";
import type { Showing } from "../views/show-runs.ts";

const SPACING = 5;

interface Sitting {
  orgId: string;
  session: SessionRow;
  /** Runs shown before or held now, oldest first. */
  recent: readonly BenchRun[];
}

/** A picture or pair that this rater judged in the sitting, long enough ago, not while warming up and not repeated yet; null where there is none (IM64). */
export function repeatOf(tx: Tx, of: Sitting): Promise<Showing | null> {
  const last = new Set(of.recent.slice(-SPACING).map(({ inputBlake3 }) => inputBlake3));
  const candidates = of.recent.slice(0, -SPACING).filter(({ inputBlake3 }) => !last.has(inputBlake3));
  return of.session.mode === "pairs" ? repeatedPair(tx, of, candidates) : repeatedRun(tx, of, candidates);
}

async function repeatedRun(
  tx: Tx,
  { orgId, session: { raterId } }: Sitting,
  candidates: readonly BenchRun[],
): Promise<Showing | null> {
  const own = await standingRatings(tx, { orgId, raterId, runIds: candidates.map(({ id }) => id) });
  const run = candidates.find(({ id }) => {
    const [only, second] = own.filter(({ runId }) => runId === id);
    return only !== undefined && second === undefined && !only.isWarmUp;
  });
  return run === undefined ? null : { kind: "run", run };
}

async function repeatedPair(
  tx: Tx,
  { orgId, session: { raterId } }: Sitting,
  candidates: readonly BenchRun[],
): Promise<Showing | null> {
  const own = (await standingPairs(tx, { orgId, raterId })).filter((one) => one.confirmationId === null && !one.isGold);
  for (const { id, pairId } of candidates) {
    const verdicts = own.filter(({ leftRun, rightRun }) => leftRun === id || rightRun === id);
    const [only, later] = verdicts;
    if (pairId === null || only === undefined || later !== undefined) continue;
    if (only.isWarmUp || only.verdict === "not_sure") continue;
    const [first, second] = await runsOfPair(tx, orgId, pairId);
    if (first !== undefined && second !== undefined) return { kind: "pair", pairId, first, second };
  }
  return null;
}
