import { z } from "zod";
import type { Tx } from "../../../platform/app.ts";
import type { Context } from "../../../trpc/context.ts";
import { confirmationPairs, findConfirmation } from "../confirmation-repo.ts";
import { unratedRunIds } from "../queue-repo.ts";
import { skipEvents } from "../record-repo.ts";
import { type BenchRun, findBenchRuns, goldRuns, rateableRuns, standingPairs, unusableInputs } from "../repo.ts";
import type { SessionRow } from "../session-repo.ts";

/** What this rater has still to answer. */
export type Waiting =
  | { kind: "run"; run: BenchRun }
  | { kind: "pair"; pairId: string; first: BenchRun; second: BenchRun };

export const waitingId = (one: Waiting): string => (one.kind === "run" ? one.run.id : one.pairId);

/** Runs or pairs of the sitting that this rater has neither answered nor set aside, the oldest first. */
export async function waitingOf(ctx: Context, tx: Tx, session: SessionRow): Promise<Waiting[]> {
  if (session.mode !== "scores") return waitingPairs(ctx, tx, { session, isGold: false });
  const runs = await findBenchRuns(tx, ctx.scope.orgId, await waitingRunIds(ctx, tx, session));
  return runs.sort((left, right) => left.number - right.number).map((run) => ({ kind: "run", run }));
}

/** How many they are; runs are counted without being read. */
export async function countWaiting(ctx: Context, tx: Tx, session: SessionRow): Promise<number> {
  if (session.mode !== "scores") return (await waitingPairs(ctx, tx, { session, isGold: false })).length;
  return (await waitingRunIds(ctx, tx, session)).length;
}

async function waitingRunIds(
  ctx: Context,
  tx: Tx,
  { raterId, class: label, startedAt }: SessionRow,
): Promise<string[]> {
  const { orgId } = ctx.scope;
  const aside = await setAside(tx, { orgId, raterId, sinceMs: startedAt.getTime() });
  return (await unratedRunIds(tx, { orgId, raterId, class: label })).filter((id) => !aside.has(id));
}

/** Gold pairs that this rater has neither judged nor set aside (IM64). */
export function waitingGold(ctx: Context, tx: Tx, session: SessionRow): Promise<Pair[]> {
  return waitingPairs(ctx, tx, { session, isGold: true });
}

interface Wanted {
  session: SessionRow;
  isGold: boolean;
}

async function waitingPairs(ctx: Context, tx: Tx, { session, isGold }: Wanted): Promise<Pair[]> {
  const { orgId } = ctx.scope;
  const { raterId } = session;
  const aside = await setAside(tx, { orgId, raterId, sinceMs: session.startedAt.getTime() });
  const spoilt = await unusableInputs(tx, orgId);
  const judged = new Set(
    (await standingPairs(tx, { orgId, raterId }))
      .filter(({ confirmationId }) => confirmationId === session.confirmationId)
      .map(({ leftRun, rightRun }) => sidesKey(leftRun, rightRun)),
  );
  const pairs = await pairsFrom(tx, orgId, { session, isGold });
  return pairs.filter(
    ({ pairId, first, second }) =>
      !judged.has(sidesKey(first.id, second.id)) && !aside.has(pairId) && !spoilt.has(first.inputBlake3),
  );
}

async function pairsFrom(tx: Tx, orgId: string, { session, isGold }: Wanted): Promise<Pair[]> {
  const of = { orgId, class: session.class };
  if (isGold) return pairsOf(await goldRuns(tx, of));
  if (session.confirmationId !== null) return pairsOfConfirmation(tx, orgId, session.confirmationId);
  return pairsOf(await rateableRuns(tx, { ...of, isPaired: true }));
}

const sidesKey = (left: string, right: string): string => [left, right].sort().join(" ");

type Pair = Extract<Waiting, { kind: "pair" }>;

function pairsOf(runs: readonly BenchRun[]): Pair[] {
  const groups = Map.groupBy(
    runs.filter(({ pairId }) => pairId !== null),
    ({ pairId }) => pairId ?? "",
  );
  return [...groups].flatMap(([pairId, [first, second]]) =>
    first === undefined || second === undefined || first.inputBlake3 !== second.inputBlake3
      ? []
      : [{ kind: "pair" as const, pairId, first, second }],
  );
}

async function pairsOfConfirmation(tx: Tx, orgId: string, confirmationId: string): Promise<Pair[]> {
  if ((await findConfirmation(tx, orgId, confirmationId))?.state !== "running") return [];
  const items = await confirmationPairs(tx, orgId, confirmationId);
  const ids = items.flatMap(({ liveRun, candidateRun }) => [liveRun ?? "", candidateRun ?? ""]);
  const runs = new Map((await findBenchRuns(tx, orgId, ids)).map((run) => [run.id, run]));
  return items.flatMap(({ pairId, liveRun, candidateRun }) => {
    const [first, second] = [runs.get(liveRun ?? ""), runs.get(candidateRun ?? "")];
    if (first?.outputBlake3 == null || second?.outputBlake3 == null) return [];
    return [{ kind: "pair" as const, pairId, first, second }];
  });
}

const SkipLine = z.object({
  event_id: z.string().optional(),
  revokes: z.string().optional(),
  reason: z.string().optional(),
  ts_unix_ms: z.number(),
});

/** Runs and pairs set aside; a plain skip comes back in the next sitting (IM34). */
async function setAside(tx: Tx, of: { orgId: string; raterId: string; sinceMs: number }): Promise<Set<string>> {
  const events = await skipEvents(tx, { orgId: of.orgId, raterId: of.raterId });
  const skips = new Map<string, string>();
  for (const event of events) {
    const line = SkipLine.parse(JSON.parse(new TextDecoder().decode(event.line)));
    if (line.revokes !== undefined) skips.delete(line.revokes);
    else if (line.reason !== "skip" || line.ts_unix_ms >= of.sinceMs) {
      skips.set(line.event_id ?? "", event.runId ?? event.pairId ?? "");
    }
  }
  return new Set(skips.values());
}
