import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { confirmationPairs, findConfirmation } from "../confirmation-repo.ts";
import { type BenchRun, findBenchRuns, standingPairs, unusableInputs } from "../repo.ts";
import type { SessionRow } from "../session-repo.ts";
import { type Queue, unjudgedPairs, unratedRunIds, waitingByClass } from "../waiting-repo.ts";
import { asideSince, readSkips } from "./set-aside.ts";

/** More that wait than this are not weighed against each other; the oldest come first. */
const MAX_WEIGHED = 5000;

type Pair = { kind: "pair"; pairId: string; first: BenchRun; second: BenchRun };
/** What this rater has still to answer. */
export type Waiting = { kind: "run"; run: BenchRun } | Pair;

export const waitingId = (one: Waiting): string => (one.kind === "run" ? one.run.id : one.pairId);

/** Runs or pairs of the sitting that this rater has neither answered nor set aside, the oldest first. */
export async function waitingOf(ctx: Context, tx: Tx, session: SessionRow): Promise<Waiting[]> {
  const { orgId } = ctx.scope;
  if (session.confirmationId !== null) return pairsOfConfirmation(tx, orgId, session);
  if (session.mode !== "scores") return waitingPairs(tx, { session, queue: queueOf(orgId, session, "pairs") });
  const aside = await asideOf(tx, orgId, session);
  const ids = await unratedRunIds(tx, queueOf(orgId, session, "runs"), MAX_WEIGHED + aside.size);
  const waiting = ids.filter((id) => !aside.has(id)).slice(0, MAX_WEIGHED);
  const runs = await findBenchRuns(tx, orgId, waiting);
  return runs.sort((left, right) => left.number - right.number).map((run) => ({ kind: "run", run }));
}

/** How many they are, all of them; they are counted without being read. */
export async function countWaiting(ctx: Context, tx: Tx, session: SessionRow): Promise<number> {
  const { orgId } = ctx.scope;
  if (session.confirmationId !== null) return (await pairsOfConfirmation(tx, orgId, session)).length;
  const queue = queueOf(orgId, session, session.mode === "scores" ? "runs" : "pairs");
  const counts = await waitingByClass(tx, queue, await asideOf(tx, orgId, session));
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Gold pairs that this rater has neither judged nor set aside (IM64). */
export function waitingGold(ctx: Context, tx: Tx, session: SessionRow): Promise<Pair[]> {
  return waitingPairs(tx, { session, queue: queueOf(ctx.scope.orgId, session, "gold") });
}

function queueOf(orgId: string, { raterId, class: label }: SessionRow, kind: Queue["kind"]): Queue {
  return { orgId, raterId, class: label, kind };
}

async function asideOf(tx: Tx, orgId: string, { raterId, startedAt }: SessionRow): Promise<Set<string>> {
  return asideSince(await readSkips(tx, { orgId, raterId }), startedAt.getTime());
}

async function waitingPairs(tx: Tx, { session, queue }: { session: SessionRow; queue: Queue }): Promise<Pair[]> {
  const aside = await asideOf(tx, queue.orgId, session);
  const found = await unjudgedPairs(tx, queue, MAX_WEIGHED + aside.size);
  const waiting = found.filter(({ pairId }) => !aside.has(pairId)).slice(0, MAX_WEIGHED);
  return readPairs(tx, queue.orgId, waiting);
}

interface Named {
  pairId: string;
  first: string;
  second: string;
}

/** Pairs whose runs are both here. */
async function readPairs(tx: Tx, orgId: string, pairs: readonly Named[]): Promise<Pair[]> {
  const ids = pairs.flatMap(({ first, second }) => [first, second]);
  const runs = new Map((await findBenchRuns(tx, orgId, ids)).map((run) => [run.id, run]));
  return pairs.flatMap(({ pairId, ...named }) => {
    const [first, second] = [runs.get(named.first), runs.get(named.second)];
    if (first?.outputBlake3 == null || second?.outputBlake3 == null) return [];
    return [{ kind: "pair" as const, pairId, first, second }];
  });
}

const sidesKey = (left: string, right: string): string => [left, right].sort().join(" ");

/** Pairs of a running confirmation that this rater has neither judged in it nor set aside, in drawn order (TU40). */
async function pairsOfConfirmation(tx: Tx, orgId: string, session: SessionRow): Promise<Pair[]> {
  const { raterId, confirmationId } = session;
  if (confirmationId === null || (await findConfirmation(tx, orgId, confirmationId))?.state !== "running") return [];
  const aside = await asideOf(tx, orgId, session);
  const spoilt = await unusableInputs(tx, orgId);
  const judged = new Set(
    (await standingPairs(tx, { orgId, raterId }))
      .filter((verdict) => verdict.confirmationId === confirmationId)
      .map(({ leftRun, rightRun }) => sidesKey(leftRun, rightRun)),
  );
  const items = await confirmationPairs(tx, orgId, confirmationId);
  const named = items.map(({ pairId, liveRun, candidateRun }) => ({
    ...{ pairId, first: liveRun ?? "", second: candidateRun ?? "" },
  }));
  return (await readPairs(tx, orgId, named)).filter(
    ({ pairId, first, second }) =>
      !judged.has(sidesKey(first.id, second.id)) && !aside.has(pairId) && !spoilt.has(first.inputBlake3),
  );
}
